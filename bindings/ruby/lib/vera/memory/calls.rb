# frozen_string_literal: true

# SPDX-License-Identifier: MIT

module Vera
  module Memory
    # The functions that allocate and free a block of any alignment. They are found not by name but
    # by the attributes of their results and parameters in the manifest.
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

      # Whether size and alignment are parameters, not numbers.
      def self.any_layout?(block) = block&.values_at("size", "align")&.all?(String)

      # The function as a lambda that takes the parameters of these names, in this order.
      def self.call(function, *names)
        method = Memory.method(function.fetch("name"))
        order = function.fetch("parameters").map { |parameter| names.index(parameter["name"]) }
        ->(*values) { method.call(*values.values_at(*order)) }
      end

      private_class_method :owning, :consuming, :any_layout?, :call

      # Frees a block when it is collected. Made here, where neither the block nor its pointer is in
      # scope: the proc would refer to them, and they would never be collected.
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
