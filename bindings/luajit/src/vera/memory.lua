-- SPDX-License-Identifier: MIT
--- The module vera:memory: its functions under their VERA names.
--
-- Addresses are pointers of the ffi, null is nil, and integers are Lua numbers or int64_t. Nothing
-- but the arguments is checked. See vera.block for memory that looks after itself.

local load_module = require("vera.load")

return load_module("memory")
