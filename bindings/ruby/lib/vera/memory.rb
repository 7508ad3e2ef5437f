# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require_relative "native_module"

# Modules of the VERA language.
module Vera
  # The module +vera:memory+: its functions, under their VERA names, are methods of this constant.
  # An address is a Fiddle::Pointer or an Integer, and null is nil. Only the arguments are checked;
  # Block does more.
  Memory = NativeModule.load("memory")
end

require_relative "memory/block"
