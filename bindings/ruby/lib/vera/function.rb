# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require "fiddle"
require_relative "checks"
require_relative "type"

module Vera
  # A function that a manifest describes.
  class Function
    attr_reader :name

    def initialize(description, address)
      @name = description.fetch("name")
      parameters = description.fetch("parameters")
      @names = parameters.map { |parameter| parameter.fetch("name") }
      @labels = @names.map { |parameter| "#{name}: '#{parameter}'" }
      @types = parameters.map { |parameter| type(parameter) }
      @result = Type[description.fetch("returns").fetch("type")]
      @checks = Checks.of(parameters, @labels)
      @native = Fiddle::Function.new(address, @types.map(&:native), @result.native,
                                     need_gvl: !long?(parameters))
    end

    # Raises TypeError, RangeError or ArgumentError for arguments that the manifest does not allow.
    def call(*arguments)
      check_count(arguments)
      # Beside the arguments, which must not be collected before the call is over.
      values = Array.new(arguments.size) do |index|
        @types[index].to_native(arguments[index]) { @labels[index] }
      end
      @checks.each { |check| check.call(values) }
      @result.from_native(@native.call(*values))
    end

    private

    def check_count(arguments)
      return if arguments.size == @types.size

      raise ArgumentError, "#{name}: wrong number of arguments " \
                           "(given #{arguments.size}, expected #{[@types.size, *@names].join(' ')})"
    end

    # Who owns memory does not give it back so: it would give it back again.
    def type(parameter)
      parameter.key?("consumes") ? Type::ADDRESS : Type[parameter.fetch("type")]
    end

    # Whether other threads should run meanwhile. What only allocates is over before they could, and
    # must not be interrupted before it has told what it allocated.
    def long?(parameters)
      parameters.any? { |parameter| parameter.key?("reads") || parameter.key?("writes") }
    end
  end
end
