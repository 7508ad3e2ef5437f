# frozen_string_literal: true

# SPDX-License-Identifier: MIT

# The folder that pkg-config reports when the gem is built, or nothing.
moduledir = begin
  IO.popen(%w[pkg-config --variable=moduledir vera_memory], err: File::NULL, &:read).chomp
rescue SystemCallError
  ""
end
warn "pkg-config finds no vera_memory.pc: set PKG_CONFIG_PATH to its folder" if moduledir.empty?

Gem::Specification.new do |spec|
  spec.name = "vera-memory"
  spec.version = "1.0.0"
  spec.summary = "Raw heap memory: the VERA language's module vera:memory, called through Fiddle"
  spec.authors = ["The VERA project"]
  spec.license = "MIT"
  spec.required_ruby_version = ">= 3.1"
  spec.files = Dir["lib/**/*.rb", base: __dir__] + %w[LICENSE README.md]
  spec.metadata = { "vera_moduledir" => moduledir, "rubygems_mfa_required" => "true" }
end
