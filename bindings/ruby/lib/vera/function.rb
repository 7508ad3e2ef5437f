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
      @labels = parameters.map { |parameter| "#{name}: '#{parameter.fetch('name')}'" }
      @types = parameters.map { |parameter| Type[parameter.fetch("type")] }
      @result = Type[description.fetch("returns").fetch("type")]
      @checks = Checks.of(parameters, @labels)
      @native = Fiddle::Function.new(address, @types.map(&:native), @result.native,
                                     need_gvl: !long?(parameters))
    end

    # Raises TypeError, RangeError or ArgumentError for arguments that the manifest does not allow.
    def call(*arguments)
      check_count(arguments)
      arguments.each_index do |index|
        arguments[index] = @types[index].to_native(arguments[index]) { @labels[index] }
      end
      @checks.each { |check| check.call(arguments) }
      @result.from_native(@native.call(*arguments))
    end

    private

    def check_count(arguments)
      return if arguments.size == @types.size

      raise ArgumentError, "#{name}: wrong number of arguments " \
                           "(given #{arguments.size}, expected #{@types.size})"
    end

    # Whether other threads should run meanwhile. What only allocates is over before they could, and
    # must not be interrupted before it has told what it allocated.
    def long?(parameters)
      parameters.any? { |parameter| parameter.key?("reads") || parameter.key?("writes") }
    end
  end
end
