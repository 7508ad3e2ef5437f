# frozen_string_literal: true

# SPDX-License-Identifier: MIT

module Vera
  # What a value of a manifest may be: in words, and as a pattern that has `===`.
  Kind = Struct.new(:words, :pattern) do
    def self.one_of(words, values) = new(words, ->(value) { values.include?(value) })

    def fits?(value) = pattern === value # rubocop:disable Style/CaseEquality

    def or(other)
      Kind.new("#{words} or #{other.words}", ->(value) { fits?(value) || other.fits?(value) })
    end

    # The same, except the values in used.
    def besides(used)
      Kind.new("#{words} that is not yet used", lambda do |value|
        fits?(value) && !used.include?(value)
      end)
    end
  end

  class Kind
    OBJECT = new("an object", Hash)
    ARRAY = new("an array", Array)
    FLAG = one_of("true or false", [true, false])
    TEXT = new("printable text", /\A[[:print:]]+\z/)
    NAME = new("a name", /\A[a-z][a-z0-9_]*\z/)
    # A file name that is not a path on any system: a manifest does not say where its library is.
    FILE = new("the name of a file", %r{\A(?!\.\.?\z)[[:print:]&&[^/\\:]]+\z})
    NUMBER = new("a number", ->(value) { value.is_a?(Integer) && !value.negative? })
    POWER = new("a power of two", lambda do |value|
      NUMBER.fits?(value) && value.positive? && value.nobits?(value - 1)
    end)
  end

  private_constant :Kind
end
