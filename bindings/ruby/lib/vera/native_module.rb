# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require_relative "function"
require_relative "library"
require_relative "manifest"

module Vera
  # A module of VERA as a module of Ruby: its functions are methods of the module itself.
  class NativeModule < Module
    # The module +vera:name+. Its manifest is looked for in the folders of VERA_MODULE_PATH, in the
    # one that pkg-config told when this gem was built, in /usr/local/lib/vera/modules and in
    # /usr/lib/vera/modules. Raises LoadError, which lists the places, if it is in none, or cannot
    # be used.
    def self.load(name)
      new(Manifest.find(name))
    rescue LoadError => e
      # Without a cause: RubyGems, which is looking for this gem meanwhile, has an error of its own,
      # and Ruby would print that last.
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
