# frozen_string_literal: true

# SPDX-License-Identifier: MIT

module Vera
  module Memory
    # What a block asks of its arguments. A complaint begins with the method and the parameter.
    module Checks
      module_function

      def type(function, name, value, type)
        return if value.is_a?(type)

        raise TypeError, "#{function}: '#{name}' must be of #{type}, not of #{value.class}"
      end

      # An offset, or a count, up to +most+.
      def index(function, name, value, most)
        type(function, name, value, Integer)
        return if value.between?(0, most)

        raise IndexError, "#{function}: '#{name}' must be in 0..#{most}, not #{value}"
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
