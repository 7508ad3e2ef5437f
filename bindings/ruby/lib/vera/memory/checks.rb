# frozen_string_literal: true

# SPDX-License-Identifier: MIT

module Vera
  module Memory
    # Checks the arguments of a block's methods. A message begins with the method and the parameter.
    module Checks
      module_function

      def layout(size, align)
        type("Block", "size", size, Integer)
        type("Block", "align", align, Integer)
        raise ArgumentError, "Block: 'size' must not be negative: #{size}" if size.negative?
        return if align.positive? && align.nobits?(align - 1)

        raise ArgumentError, "Block: 'align' must be a power of two, not #{align}"
      end

      def type(function, name, value, type)
        return if value.is_a?(type)

        raise TypeError, "#{function}: '#{name}' must be of type #{type}, not #{value.class}"
      end

      # An offset, or a count, up to +most+.
      def index(function, name, value, most)
        type(function, name, value, Integer)
        return if value.between?(0, most)

        raise IndexError, "#{function}: '#{name}' must be in 0..#{most}, not #{value}"
      end

      # The offset of one byte.
      def offset(function, value, size)
        type(function, "offset", value, Integer)
        return if (0...size).cover?(value)

        raise IndexError, "#{function}: 'offset' must be in 0...#{size}, not #{value}"
      end

      def apart(function, target, source, count)
        distance = (target - source).abs
        return if distance.zero? || distance >= count

        raise ArgumentError, "#{function}: source and destination must not overlap"
      end

      def byte(function, name, value)
        type(function, name, value, Integer)
        return if value.between?(0, 255)

        raise RangeError, "#{function}: '#{name}' must be in 0..255, not #{value}"
      end

      def string(function, name, value, count)
        type(function, name, value, String)
        return if value.bytesize == count

        raise ArgumentError, "#{function}: '#{name}' has #{value.bytesize} bytes, not #{count}"
      end
    end

    private_constant :Checks
  end
end
