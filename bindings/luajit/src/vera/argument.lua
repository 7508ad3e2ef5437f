-- SPDX-License-Identifier: MIT
--- Checks of arguments. The ffi would truncate an integer that is too large or has a fraction, and
-- accept a string as a pointer; all of that is refused here.

local complain = require("vera.complain")
local ffi = require("ffi")

local int64, uint64 = ffi.typeof("int64_t"), ffi.typeof("uint64_t")
local void, bytes = ffi.typeof("void *"), ffi.typeof("uint8_t *")

local argument = {}

--- A check for whole numbers, Lua's or the ffi's, of that many bits.
local function integer(bits, signed)
   local highest = signed and 2ULL ^ (bits - 1) - 1 or 0xffffffffffffffffULL / 2ULL ^ (64 - bits)
   local lowest = signed and -1LL - ffi.cast(int64, highest) or 0LL
   -- The same as Lua numbers. They are exact, because the value past the highest is.
   local first, past = tonumber(lowest), 2 ^ (signed and bits - 1 or bits)
   local wanted = ("integer from %s to %s"):format(
      tostring(lowest):gsub("LL", ""),
      tostring(highest):gsub("ULL", "")
   )

   local function fits(value)
      if type(value) == "number" then
         return value >= first and value < past and value % 1 == 0
      elseif ffi.istype(int64, value) then
         return value >= lowest and (value < 0 or ffi.cast(uint64, value) <= highest)
      end
      return ffi.istype(uint64, value) and value <= highest
   end

   return function(name, parameter, value)
      if not fits(value) then
         complain.expected(name, parameter, wanted, value)
      end
      -- Later code needs to handle only one signedness.
      return signed and ffi.istype(uint64, value) and ffi.cast(int64, value) or value
   end
end

local function of_type(kind)
   return function(name, parameter, value)
      if type(value) ~= kind then
         complain.expected(name, parameter, kind, value)
      end
      return value
   end
end

--- Whether the value is a pointer or an array, and not a struct, whose address the ffi would pass.
local function points(value)
   -- This package returns these two types. LuaJIT cannot compile the look at a type's name below.
   if ffi.istype(void, value) or ffi.istype(bytes, value) then
      return true
   end
   return type(value) == "cdata" and tostring(ffi.typeof(value)):find("[*[]") ~= nil
end

local function pointer(declared)
   local ctype = ffi.typeof(declared)
   return function(name, parameter, value)
      if value == nil then
         return nil
      end
      -- A const pointer is refused where bytes are written. Only a conversion finds that out.
      local good, converted = pcall(ffi.new, ctype, value)
      if not good or not points(value) then
         complain.expected(name, parameter, declared .. " or nil", value)
      end
      return converted
   end
end

local checks = {
   i8 = integer(8, true),
   i16 = integer(16, true),
   i32 = integer(32, true),
   i64 = integer(64, true),
   u8 = integer(8, false),
   u16 = integer(16, false),
   u32 = integer(32, false),
   u64 = integer(64, false),
   f32 = of_type("number"),
   f64 = of_type("number"),
   bool = of_type("boolean"),
   ptr = pointer("void *"),
}
local const_pointer = pointer("const void *")

--- The check for a parameter: takes function name, parameter name and value, and returns the value.
function argument.check(parameter)
   return parameter.const and const_pointer or checks[parameter.type]
end

--- Whether two ranges overlap. Ranges with the same start do not count.
function argument.overlap(one, one_size, other, other_size)
   local distance = ffi.cast(int64, one) - ffi.cast(int64, other)
   return distance ~= 0 and distance < other_size and -distance < one_size
end

return argument
