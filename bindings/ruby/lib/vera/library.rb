# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require "fiddle"

module Vera
  # A module's library. It is never unloaded.
  class Library
    # Relative to the manifest's folder. On Windows, libraries are in bin, with the programs.
    PLACES = Fiddle::WINDOWS ? %w[../.. ../../../bin] : %w[../..]

    # The system's look-up of a symbol at its node, if it has one.
    VERSIONED = begin
      Fiddle::Function.new(Fiddle::Handle::DEFAULT["dlvsym"], [Fiddle::TYPE_VOIDP] * 3,
                           Fiddle::TYPE_VOIDP)
    rescue Fiddle::DLError
      nil
    end

    private_constant :PLACES, :VERSIONED

    # The library installed with the manifest, or else the one that the system's loader finds. A
    # library that exists but cannot be loaded is an error: no other may silently replace it.
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

    # The address of the function's symbol at its node. Systems without nodes look up only the name;
    # there, the major version in the library's file name keeps an incompatible library out.
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
