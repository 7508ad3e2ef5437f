# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require_relative "table"
require_relative "type"

module Vera
  # Checks a manifest. Everything that is used later is checked here, once: a native call with wrong
  # arguments would end the process.
  module Schema
    FORMAT = 1

    private_constant :FORMAT

    # Takes the manifest as a Table, and the module's name and library format that it must have.
    def self.check(manifest, name, library)
      manifest.take("format", Kind.new("#{FORMAT}, the known format", FORMAT.method(:eql?)))
      manifest.take("module", Kind.new(name.inspect, name))
      manifest.table("library").take(library, Kind::FILE)
      manifest.take("align", Kind::POWER)
      nodes = check_nodes(manifest)
      manifest.tables("functions").each_with_object([]) do |function, names|
        names << function.take("name", Kind::NAME.besides(names))
        function.take("symbol", Kind::TEXT)
        function.take("node", Kind.one_of("one of the nodes", nodes))
        check_signature(function)
      end
    end

    # Returns the names of the nodes.
    def self.check_nodes(manifest)
      manifest.tables("nodes").each_with_object([]) do |node, names|
        node.take("extends", Kind.one_of("an earlier node", names)) if node.key?("extends")
        names << node.take("name", Kind::TEXT.besides(names))
      end
    end

    def self.check_signature(function)
      parameters = function.tables("parameters")
      parameters.each_with_object([]) do |parameter, names|
        names << parameter.take("name", Kind::NAME.besides(names))
        parameter.take("type", Kind.one_of("a known type", Type.names - ["void"]))
      end
      result = function.table("returns")
      result.take("type", Kind.one_of("a known type", Type.names))
      [*parameters, result].each { |one| check_attributes(one, parameters) }
    end

    def self.check_attributes(one, parameters)
      integers = parameters.select { |parameter| Type.integer?(parameter.values["type"]) }
      count = Kind.one_of("the name of an integer parameter", names(integers))
      attributes(Kind::NUMBER.or(count), others(one, parameters)).each do |key, kind|
        next unless one.key?(key)

        one.refuse("'#{one.where(key)}' is for a ptr") unless one.values["type"] == "ptr"
        one.take(key, kind)
      end
      check_blocks(one, count)
    end

    def self.attributes(amount, others)
      { **%w[const nullable].to_h { |key| [key, Kind::FLAG] },
        **%w[reads writes nonnull].to_h { |key| [key, amount] },
        **%w[consumes owned].to_h { |key| [key, Kind::OBJECT] },
        "disjoint" => Kind.one_of("another parameter, read or written as this one is",
                                  names(others)) }
    end

    def self.check_blocks(one, count)
      %w[consumes owned].each do |key|
        next unless one.key?(key)

        one.table(key).take("size", Kind::NUMBER.or(count))
        one.table(key).take("align", Kind::POWER.or(count))
      end
    end

    # The parameters that this one may be disjoint from. Both must be read or written.
    def self.others(one, parameters)
      touched = parameters.select { |each| each.key?("reads") || each.key?("writes") }
      touched.include?(one) ? touched - [one] : []
    end

    def self.names(parameters) = parameters.map { |parameter| parameter.values["name"] }

    private_class_method :check_nodes, :check_signature, :check_attributes, :attributes,
                         :check_blocks, :others, :names
  end

  private_constant :Schema
end
