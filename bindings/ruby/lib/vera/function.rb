# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require "fiddle"
require_relative "checks"
require_relative "type"

module Vera
  # A function of a manifest.
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
      # The arguments stay too, because they must not be collected before the call is over.
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

    # A parameter that consumes memory takes no object that owns the memory: the owner would free it
    # again.
    def type(parameter)
      parameter.key?("consumes") ? Type::ADDRESS : Type[parameter.fetch("type")]
    end

    # Whether other threads should run during the call. A call that only allocates ends before they
    # could, and must not be interrupted before it has returned what it allocated.
    def long?(parameters)
      parameters.any? { |parameter| parameter.key?("reads") || parameter.key?("writes") }
    end
  end
end
