# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require "fiddle"
require "monitor"
require_relative "calls"
require_relative "checks"

module Vera
  module Memory
    # +size+ bytes of memory at a multiple of +align+, which are freed once: at the end of the Ruby
    # block of open, by free, or by the collector when nothing refers to the block or its pointer
    # any more.
    #
    # Offsets count from 0, as those of a Fiddle::Pointer do. An offset outside the block is an
    # IndexError. Any use of a freed block's bytes or pointer raises Fiddle::ClearedReferenceError.
    class Block
      # Returns a new block. Given a Ruby block, yields the new block to it, frees the memory at its
      # end and returns its value.
      def self.open(size, align: Calls::ALIGN)
        block = new(size, align:)
        return block unless block_given?

        begin
          yield block
        ensure
          block.free unless block.freed?
        end
      end

      attr_reader :size, :align

      def initialize(size, align: Calls::ALIGN)
        Checks.layout(size, align)
        @size = size
        @align = align
        @lock = Monitor.new
        undisturbed do
          @pointer = obtain
          @pointer.size = size
          # On the pointer, not on the block: a reference to the pointer keeps the memory.
          ObjectSpace.define_finalizer(@pointer, Calls.finalizer(@pointer.to_i, size, align))
        end
      end

      # Class#allocate would make a block without memory.
      class << self
        undef_method :allocate
      end

      def initialize_copy(_)
        raise TypeError, "a #{self.class} cannot be copied: both would own its memory"
      end

      # The bytes for Fiddle, in place: always the same Fiddle::Pointer. It becomes null when the
      # block is freed, so using it then raises Fiddle::DLError. It does not check offsets, and
      # pointers calculated from it do not know the block.
      def pointer = @lock.synchronize { live("pointer") }

      # With this, functions of Fiddle and of Memory take a block.
      alias to_ptr pointer

      def freed? = @pointer.null?

      # Frees the memory. A second call raises Fiddle::ClearedReferenceError.
      def free
        @lock.synchronize do
          address = live("free").to_i
          undisturbed do
            ObjectSpace.undefine_finalizer(@pointer)
            @pointer.ref[0, Fiddle::SIZEOF_VOIDP] = "\0" * Fiddle::SIZEOF_VOIDP
            Calls::FREE.call(address, size, align)
          end
        end
      end

      # The byte at +offset+, from 0 to 255, or a String of the +count+ bytes from there.
      def [](offset, count = nil)
        return at("[]", offset) { |pointer| pointer[offset] & 0xFF } unless count

        within("[]", offset, count) { |pointer| pointer[offset, count] }
      end

      # Sets the byte at +offset+, or the +count+ bytes from there to those of a String.
      def []=(offset, count = nil, value) # rubocop:disable Style/OptionalArguments
        if count
          Checks.string("[]=", "value", value, count)
          within("[]=", offset, count) { |pointer| pointer[offset, count] = value }
        else
          Checks.byte("[]=", "value", value)
          at("[]=", offset) { |pointer| pointer[offset] = value }
        end
      end

      # Sets +count+ bytes from +offset+, or all to the end, to +value+, from 0 to 255.
      def fill(value, offset: 0, count: nil)
        Checks.byte("fill", "value", value)
        signed = value > 127 ? value - 256 : value
        within("fill", offset, count) do |pointer, length|
          Memory.set_memory(pointer + offset, signed, length)
        end
        self
      end

      # Sets +count+ bytes from +offset+, or all to the end, to 0.
      def zero(offset: 0, count: nil)
        within("zero", offset, count) do |pointer, length|
          Memory.zero_memory(pointer + offset, length)
        end
        self
      end

      # Copies +count+ bytes from +source+, or all to its end, to +offset+ in this block.
      def copy_from(source, offset: 0, source_offset: 0, count: nil)
        Checks.type("copy_from", "source", source, Block)
        together(source) do
          source.within("copy_from", source_offset, count, "source_offset") do |from, length|
            within("copy_from", offset, length) do |to|
              Checks.apart("copy_from", to.to_i + offset, from.to_i + source_offset, length)
              Memory.copy_memory(to + offset, from + source_offset, length)
            end
          end
        end
        self
      end

      def inspect
        state = freed? ? "freed" : format("at %#x", @pointer.to_i)
        "#<#{self.class} #{size} bytes, aligned to #{align}, #{state}>"
      end

      protected

      attr_reader :lock

      # Yields the pointer and the number of bytes if they are all in the block. No thread frees the
      # block meanwhile.
      def within(function, offset, count, name = "offset")
        lock.synchronize do
          pointer = live(function)
          Checks.index(function, name, offset, size)
          count ||= size - offset
          Checks.index(function, "count", count, size - offset)
          yield pointer, count
        end
      end

      private

      # Yields the pointer if there is a byte at that offset.
      def at(function, offset)
        lock.synchronize do
          pointer = live(function)
          Checks.offset(function, offset, size)
          yield pointer
        end
      end

      def live(function)
        raise Fiddle::ClearedReferenceError, "#{function}: the block was freed" if freed?

        @pointer
      end

      # Makes another thread's Thread#raise wait, so that memory always has an owner.
      def undisturbed(&) = Thread.handle_interrupt(Object => :never, &)

      # Locks in one order, so that two threads that copy in opposite directions cannot deadlock.
      def together(other, &)
        first, second = [lock, other.lock].sort_by(&:object_id)
        first.synchronize { second.synchronize(&) }
      end

      # No system has more memory than addresses.
      def obtain
        possible = [size, align].max.bit_length < 8 * Fiddle::SIZEOF_VOIDP
        (Calls::ALLOCATE.call(size, align) if possible) or
          raise NoMemoryError, "Block: out of memory for #{size} bytes, aligned to #{align}"
      end
    end
  end
end
