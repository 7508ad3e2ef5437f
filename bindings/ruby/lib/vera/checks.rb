# frozen_string_literal: true

# SPDX-License-Identifier: MIT

module Vera
  # What a function's manifest requires of its arguments beyond their number and types. Each check
  # takes the arguments, with addresses as Integers, and raises ArgumentError.
  class Checks
    # The checks of a function with these parameters. The labels begin the messages about them.
    def self.of(parameters, labels) = new(parameters, labels).to_a

    private_class_method :new

    def initialize(parameters, labels)
      @parameters = parameters
      @labels = labels
    end

    def to_a = lengths + nulls + overlaps

    private

    # A parameter for the number of bytes read or written must not be negative.
    def lengths
      names = @parameters.flat_map { |parameter| parameter.values_at("reads", "writes") }
      names.grep(String).uniq.map do |name|
        index = index(name)
        check(index, "must not be negative") { |arguments| arguments[index].negative? }
      end
    end

    def nulls
      with("nonnull") do |index, name|
        length = amount(name)
        check(index, "must not be null while '#{name}' is above 0") do |arguments|
          arguments[index].zero? && length.call(arguments).positive?
        end
      end
    end

    def overlaps
      with("disjoint") do |index, name|
        other = index(name)
        length = extent(index)
        other_length = extent(other)
        check(index, "and '#{name}' must not overlap") do |arguments|
          distance = arguments[index] - arguments[other]
          !distance.zero? && distance > -length.call(arguments) &&
            distance < other_length.call(arguments)
        end
      end
    end

    # Yields each parameter's index and the value of its attribute, if it has that attribute.
    def with(attribute)
      @parameters.each_index.filter_map do |index|
        value = @parameters[index][attribute]
        yield index, value if value
      end
    end

    def check(index, complaint)
      words = "#{@labels[index]} #{complaint}"
      ->(arguments) { raise ArgumentError, words if yield arguments }
    end

    def index(name) = @parameters.index { |parameter| parameter.fetch("name") == name }

    # A number, or the parameter of that name, as a function of the arguments.
    def amount(amount)
      return ->(_) { amount } if amount.is_a?(Integer)

      index = index(amount)
      ->(arguments) { arguments[index] }
    end

    # The number of bytes that are read or written at a parameter.
    def extent(index) = amount(@parameters[index]["writes"] || @parameters[index]["reads"])
  end
end
