# frozen_string_literal: true

# SPDX-License-Identifier: MIT

module Vera
  module Memory
    # The functions that give a block of any alignment and take it back, whatever they are called:
    # found by what the manifest says of their results and parameters.
    module Calls
      def self.owning
        Memory.manifest.functions.each do |function|
          owned = function.fetch("returns")["owned"]
          return call(function, *owned.fetch_values("size", "align")) if any_layout?(owned)
        end
        raise LoadError, "#{Memory.manifest.path}: no function allocates"
      end

      def self.consuming
        Memory.manifest.functions.each do |function|
          function.fetch("parameters").each do |parameter|
            block = parameter["consumes"]
            next unless any_layout?(block)

            return call(function, parameter["name"], *block.fetch_values("size", "align"))
          end
        end
        raise LoadError, "#{Memory.manifest.path}: no function frees"
      end

      # Whether parameters, and no numbers, tell size and alignment.
      def self.any_layout?(block) = block&.values_at("size", "align")&.all?(String)

      # The function, called with the values of the parameters of these names.
      def self.call(function, *names)
        method = Memory.method(function.fetch("name"))
        order = function.fetch("parameters").map { |parameter| names.index(parameter["name"]) }
        ->(*values) { method.call(*values.values_at(*order)) }
      end

      private_class_method :owning, :consuming, :any_layout?, :call

      # What gives a block back when it is collected. Made here, where neither the block nor its
      # pointer is in sight: it would refer to them, and they would never be collected.
      def self.finalizer(address, size, align)
        proc { FREE.call(address, size, align) }
      end

      ALLOCATE = owning
      FREE = consuming
      ALIGN = Memory.manifest.align
    end

    private_constant :Calls
  end
end
