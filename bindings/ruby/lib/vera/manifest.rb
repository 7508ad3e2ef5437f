# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require "json"
require_relative "schema"

module Vera
  # A module's description of itself. Unknown keys are ignored, because a later manifest may add
  # some. A later format may change everything, so it is refused.
  class Manifest
    USUAL = %w[/usr/local/lib/vera/modules /usr/lib/vera/modules].freeze

    private_constant :USUAL

    # The current folder is never searched: whoever controls it would control which code is loaded.
    def self.find(name)
      raise TypeError, "load: 'name' must be a String, not #{name.class}" unless name.is_a?(String)
      raise ArgumentError, "load: 'name' must be the name of a module, not #{name.inspect}" unless
        Kind::NAME.fits?(name)

      places = folders.map { |folder| File.join(folder, "#{name}.json") }
      found = places.find { |place| File.absolute_path?(place) && File.file?(place) }
      found or raise LoadError, "vera:#{name} was not found; it was looked for as #{listed(places)}"
      new(File.realpath(found), name)
    end

    def self.folders
      path = trusted? ? ENV.fetch("VERA_MODULE_PATH", "").split(File::PATH_SEPARATOR) : []
      built = Gem.loaded_specs["vera-memory"]&.metadata&.fetch("vera_moduledir") if defined?(Gem)
      [*path, built.to_s, *USUAL].reject(&:empty?)
    end

    # Whether the environment comes from the user whose rights the process has.
    def self.trusted?
      Process.uid == Process.euid && Process.gid == Process.egid
    end

    def self.listed(places)
      places.map do |place|
        File.absolute_path?(place) ? place : "#{place} (passed over: not an absolute path)"
      end.join(", ")
    end

    private_class_method :folders, :trusted?, :listed

    attr_reader :path

    def initialize(path, name)
      @path = path
      text = File.read(path, encoding: Encoding::UTF_8)
      raise EncodingError, "this is not UTF-8" unless text.valid_encoding?

      @content = JSON.parse(text)
      Schema.check(Table.new(path, @content), name, format_of_libraries)
    rescue JSON::ParserError, EncodingError, SystemCallError => e
      raise LoadError, "#{path}: #{e.message}"
    end

    def functions = @content.fetch("functions")

    # The least alignment of an allocated block.
    def align = @content.fetch("align")

    # The library's file name on this system.
    def library = @content.fetch("library").fetch(format_of_libraries)

    private

    def format_of_libraries
      case RbConfig::CONFIG["host_os"]
      when /darwin/ then "mach-o"
      when /mswin|mingw/ then "pe"
      else "elf"
      end
    end
  end
end
