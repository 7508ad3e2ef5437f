# frozen_string_literal: true

# SPDX-License-Identifier: MIT

# The folder that pkg-config knows when the gem is built; nothing where it does not.
moduledir = begin
  IO.popen(%w[pkg-config --variable=moduledir vera_memory], err: File::NULL, &:read).chomp
rescue SystemCallError
  ""
end
warn "pkg-config does not know vera_memory: let PKG_CONFIG_PATH lead to it" if moduledir.empty?

Gem::Specification.new do |spec|
  spec.name = "vera-memory"
  spec.version = "1.0.0"
  spec.summary = "Raw heap memory of the VERA language: its module vera:memory, through Fiddle"
  spec.authors = ["The VERA project"]
  spec.license = "MIT"
  spec.required_ruby_version = ">= 3.1"
  spec.files = Dir["lib/**/*.rb", base: __dir__] + %w[LICENSE README.md]
  spec.metadata = { "vera_moduledir" => moduledir, "rubygems_mfa_required" => "true" }
end
