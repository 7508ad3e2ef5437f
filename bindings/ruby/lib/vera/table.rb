# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require "json"
require_relative "kind"

module Vera
  # An object of a manifest, and its place there. A value of the wrong kind is a LoadError.
  class Table
    attr_reader :values

    def initialize(file, values, place = nil)
      @file = file
      @place = place
      @values = expect(place ? "'#{place}'" : "this", values, Kind::OBJECT)
    end

    def key?(key) = values.key?(key)

    # The value of that key, which must be of that kind.
    def take(key, kind)
      refuse("'#{where(key)}' is missing") unless key?(key)
      expect("'#{where(key)}'", values[key], kind)
    end

    def table(key) = Table.new(@file, take(key, Kind::OBJECT), where(key))

    def tables(key)
      take(key, Kind::ARRAY).map.with_index do |value, index|
        Table.new(@file, value, "#{where(key)}[#{index}]")
      end
    end

    # Raises the LoadError.
    def refuse(complaint)
      raise LoadError, "#{@file}: #{complaint}"
    end

    def where(key) = [@place, key].compact.join(".")

    private

    def expect(what, value, kind)
      return value if kind.fits?(value)

      refuse("#{what} must be #{kind.words}, not #{show(value)}")
    end

    def show(value)
      known = [Kind::OBJECT, Kind::ARRAY].find { |kind| kind.fits?(value) }
      known ? known.words : JSON.generate(value)
    end
  end

  private_constant :Table
end
