# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require_relative "function"
require_relative "library"
require_relative "manifest"

module Vera
  # A VERA module as a Ruby module: its functions are methods of the module itself.
  class NativeModule < Module
    # The module +vera:name+. Its manifest is looked for in the folders of VERA_MODULE_PATH, then in
    # the folder that pkg-config reported when this gem was built, then in
    # /usr/local/lib/vera/modules and /usr/lib/vera/modules. If it is in none of them, LoadError
    # lists the places. A module that cannot be used is a LoadError too.
    def self.load(name)
      new(Manifest.find(name))
    rescue LoadError => e
      # Without a cause: RubyGems is looking for this gem at the same time and has an error of its
      # own, which Ruby would print last.
      raise LoadError, e.message, e.backtrace, cause: nil
    end

    attr_reader :manifest, :library

    def initialize(manifest)
      super()
      @manifest = manifest
      @library = Library.new(manifest)
      manifest.functions.each do |description|
        function = Function.new(description, @library.address(description))
        define_singleton_method(function.name, &function.method(:call))
      end
    end
  end
end
