# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require "fiddle"

module Vera
  # The types of VERA: what Fiddle calls them, and how to convert a value. Fiddle itself would
  # truncate a number that is too large or has a fraction.
  class Type
    # Fiddle negates a type to make it unsigned.
    INTEGERS = {
      "i8" => Fiddle::TYPE_CHAR, "i16" => Fiddle::TYPE_SHORT,
      "i32" => Fiddle::TYPE_INT, "i64" => Fiddle::TYPE_LONG_LONG,
      "u8" => -Fiddle::TYPE_CHAR, "u16" => -Fiddle::TYPE_SHORT,
      "u32" => -Fiddle::TYPE_INT, "u64" => -Fiddle::TYPE_LONG_LONG
    }.freeze

    private_constant :INTEGERS

    # The type of that name in a manifest.
    def self.[](name) = ALL.fetch(name)

    def self.names = ALL.keys

    # Whether that is the name of an integer type.
    def self.integer?(name) = INTEGERS.key?(name)

    # Fiddle's type.
    attr_reader :native

    def initialize(native, to_native, from_native = :itself.to_proc)
      @native = native
      @to_native = to_native
      @from_native = from_native
    end

    # What Fiddle gets for +value+. The block provides the beginning of a TypeError or RangeError.
    def to_native(value, &) = @to_native.call(value, &)

    def from_native(value) = @from_native.call(value)

    # +name+ is i or u, then the number of bits.
    def self.limits(name)
      values = 1 << name[1..].to_i
      name.start_with?("i") ? (-values / 2)..((values / 2) - 1) : 0..(values - 1)
    end

    def self.integer(name, wanted = "an Integer")
      limits = limits(name)
      lambda do |value, &start|
        raise TypeError, "#{start.call} must be #{wanted}, not #{value.class}" unless
          value.is_a?(Integer)
        raise RangeError, "#{start.call} must be in #{limits}, not #{value}" unless
          limits.cover?(value)

        value
      end
    end

    def self.address
      address = integer("u#{8 * Fiddle::SIZEOF_VOIDP}", "an address or nil")
      lambda do |value, &start|
        case value
        when nil then 0
        when Fiddle::Pointer then value.to_i
        else address.call(value, &start)
        end
      end
    end

    # Like Fiddle, also takes an object that has a pointer.
    def self.pointer
      address = address()
      lambda do |value, &start|
        value = value.to_ptr if !value.is_a?(Fiddle::Pointer) && value.respond_to?(:to_ptr)
        address.call(value, &start)
      end
    end

    def self.float
      lambda do |value, &start|
        raise TypeError, "#{start.call} must be a Float, not #{value.class}" unless
          value.is_a?(Float) || value.is_a?(Integer)

        value.to_f
      end
    end

    def self.boolean
      lambda do |value, &start|
        raise TypeError, "#{start.call} must be true or false, not #{value.class}" unless
          [true, false].include?(value)

        value ? 1 : 0
      end
    end

    private_class_method :new, :limits, :integer, :address, :pointer, :float, :boolean

    # A pointer that is not taken from an object.
    ADDRESS = new(Fiddle::TYPE_VOIDP, address)

    ALL = {
      **INTEGERS.to_h { |name, native| [name, new(native, integer(name))] },
      "f32" => new(Fiddle::TYPE_FLOAT, float),
      "f64" => new(Fiddle::TYPE_DOUBLE, float),
      "bool" => new(-Fiddle::TYPE_CHAR, boolean, ->(value) { value != 0 }),
      "ptr" => new(Fiddle::TYPE_VOIDP, pointer, ->(value) { value.null? ? nil : value }),
      "void" => new(Fiddle::TYPE_VOID, nil)
    }.freeze

    private_constant :ALL
  end
end
