-- SPDX-License-Identifier: MIT
--- The module vera:memory: its functions under their VERA names.
--
-- Addresses are ffi pointers, null is nil, and integers are Lua numbers or int64_t. Only the
-- arguments are checked. See vera.block for memory that looks after itself.

local load_module = require("vera.load")

return load_module("memory")
