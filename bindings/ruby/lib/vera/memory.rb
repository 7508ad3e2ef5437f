# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require_relative "native_module"

# What comes from the VERA language.
module Vera
  # The module +vera:memory+: its functions, under their VERA names, are methods of this constant.
  # An address is a Fiddle::Pointer or an Integer, and null is nil. Nothing but the arguments is
  # checked; Block is for whoever wants more.
  Memory = NativeModule.load("memory")
end

require_relative "memory/block"
