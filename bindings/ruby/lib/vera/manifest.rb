# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require "json"

module Vera
  # What a module says of itself. Keys that are not known here are ignored, because a later manifest
  # may add some; a later format may change everything, so it is refused.
  class Manifest
    FORMAT = 1
    USUAL = %w[/usr/local/lib/vera/modules /usr/lib/vera/modules].freeze
    NAME = /\A[a-z][a-z0-9_]*\z/

    private_constant :FORMAT, :USUAL, :NAME

    # The current folder is never looked in: whoever chooses it would choose the code that is
    # loaded.
    def self.find(name)
      raise ArgumentError, "load: 'name' is not the name of a module: #{name.inspect}" unless
        name.is_a?(String) && NAME.match?(name)

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

    # Whether the environment is of the user whose rights the process has.
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
      @content = JSON.parse(File.read(path, encoding: Encoding::UTF_8))
      check(name)
    rescue JSON::ParserError, KeyError, TypeError, SystemCallError => e
      raise LoadError, "#{path}: #{e.message}"
    end

    def functions = @content.fetch("functions")

    # The least alignment of a block that is allocated.
    def align = @content.fetch("align")

    # The library's file on this system: a name, because a manifest does not say where it is.
    def library
      name = @content.fetch("library").fetch(format_of_libraries)
      return name unless ["", ".", ".."].include?(name) || name.match?(%r{[/\\]})

      raise LoadError, "#{path}: #{name.inspect} is not the name of a file"
    end

    private

    def check(name)
      raise TypeError, "this is no manifest" unless @content.is_a?(Hash)

      format = @content.fetch("format")
      raise LoadError, "#{path}: format #{format} is not known here, only #{FORMAT}" if
        format != FORMAT

      module_name = @content.fetch("module")
      raise LoadError, "#{path}: this is the module #{module_name.inspect}" if module_name != name
    end

    def format_of_libraries
      case RbConfig::CONFIG["host_os"]
      when /darwin/ then "mach-o"
      when /mswin|mingw/ then "pe"
      else "elf"
      end
    end
  end
end
