# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require "fiddle"

module Vera
  # A module's library, which is loaded for good.
  class Library
    # From the folder of the manifest. Windows has its libraries beside its programs.
    PLACES = Fiddle::WINDOWS ? %w[../.. ../../../bin] : %w[../..]

    # The system's look-up of a symbol at its node, where there is one.
    VERSIONED = begin
      Fiddle::Function.new(Fiddle::Handle::DEFAULT["dlvsym"], [Fiddle::TYPE_VOIDP] * 3,
                           Fiddle::TYPE_VOIDP)
    rescue Fiddle::DLError
      nil
    end

    private_constant :PLACES, :VERSIONED

    # The library beside the manifest; if there is none, the one that the system's loader finds. One
    # that is there but cannot be loaded is an error: another must not quietly take its place.
    def initialize(manifest)
      name = manifest.library
      folder = File.dirname(manifest.path)
      places = PLACES.map { |place| File.expand_path("#{place}/#{name}", folder) }
      beside = places.find { |place| File.exist?(place) }
      complaint = beside ? "#{beside} cannot be loaded" : <<~WORDS.chomp
        #{manifest.path}: no library; it was looked for as #{places.join(', ')}, and by the loader
      WORDS
      @handle = load(beside || name, complaint)
    end

    def path = @handle.file_name

    # Where the function stands: at its node, or else by its name alone; then the library's major
    # version, which is in its file's name, is what keeps an incompatible one away.
    def address(function)
      symbol, node = function.fetch_values("symbol", "node")
      return @handle[symbol] unless VERSIONED

      address = VERSIONED.call(@handle.to_ptr, symbol, node)
      raise LoadError, "#{path} has no #{symbol} of #{node}" if address.null?

      address
    rescue Fiddle::DLError
      raise LoadError, "#{path} has no #{symbol}"
    end

    private

    def load(file, complaint)
      Fiddle::Handle.new(file)
    rescue Fiddle::DLError => e
      raise LoadError, "#{complaint}: #{e.message}"
    end
  end
end
