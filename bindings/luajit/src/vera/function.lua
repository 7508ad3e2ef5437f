-- SPDX-License-Identifier: MIT
--- Lua functions for the functions of a manifest.
--
-- Each is compiled from text, so that its arguments have fixed places: then LuaJIT compiles the
-- call into the loop around it. In the text they are called a1, a2 and so on, because their VERA
-- names may be Lua keywords.

local argument = require("vera.argument")
local complain = require("vera.complain")
local ffi = require("ffi")

ffi.cdef("char *strerror(int reason);")

local CTYPES = {
   i8 = "int8_t",
   i16 = "int16_t",
   i32 = "int32_t",
   i64 = "int64_t",
   u8 = "uint8_t",
   u16 = "uint16_t",
   u32 = "uint32_t",
   u64 = "uint64_t",
   f32 = "float",
   f64 = "double",
   bool = "bool",
   ptr = "void *",
   void = "void",
}

local function ctype(value)
   local name = CTYPES[value.type]
   if not name then
      error(("the type '%s' is not known"):format(tostring(value.type)), 0)
   end
   return value.const and "const " .. name or name
end

--- The C type of a pointer to the function.
local function prototype(description)
   local takes = {}
   for place, parameter in ipairs(description.parameters) do
      takes[place] = ctype(parameter)
   end
   return ("%s (*)(%s)"):format(ctype(description.returns), table.concat(takes, ", "))
end

--- The list a1, a2 and so on, and each parameter's name in it, by its VERA name.
local function arguments(description)
   local list, by_name = {}, {}
   for place, parameter in ipairs(description.parameters) do
      list[place] = "a" .. place
      by_name[parameter.name] = list[place]
   end
   return table.concat(list, ", "), by_name
end

--- The length in a parameter's attribute: another parameter, or a number.
local function length(parameter, by_name)
   local amount = parameter.writes or parameter.reads
   return by_name[amount] or amount
end

local function write_conversions(write, description)
   for place, parameter in ipairs(description.parameters) do
      write("a%d = checks[%d](%q, %q, a%d)", place, place, description.name, parameter.name, place)
   end
end

--- A parameter for the number of bytes read or written must not be negative.
local function write_lengths(write, description, by_name)
   local seen = {}
   for _, parameter in ipairs(description.parameters) do
      local name = parameter.writes or parameter.reads
      if by_name[name] and not seen[name] then
         seen[name] = true
         local test = "if %s < 0 then refuse(%q, %q, 'must not be negative') end"
         write(test, by_name[name], description.name, name)
      end
   end
end

local function write_nulls(write, description, by_name)
   for place, parameter in ipairs(description.parameters) do
      local name = parameter.nonnull
      if name then
         local test = "if a%d == nil and %s > 0 then refuse(%q, %q, 'null while %s is above 0') end"
         write(test, place, by_name[name] or name, description.name, parameter.name, name)
      end
   end
end

local function write_overlaps(write, description, by_name)
   local parameters = {}
   for _, parameter in ipairs(description.parameters) do
      parameters[parameter.name] = parameter
   end
   for place, parameter in ipairs(description.parameters) do
      local other = parameters[parameter.disjoint]
      if other then
         local one, two = "a" .. place, by_name[other.name]
         local size, other_size = length(parameter, by_name), length(other, by_name)
         write("if %s ~= nil and %s ~= nil", one, two)
         write("and overlap(%s, %s, %s, %s)", one, size, two, other_size)
         write("then refuse(%q, %q, 'overlaps %s') end", description.name, parameter.name, other.name)
      end
   end
end

local function write_call(write, description, list)
   if description.returns.nullable then
      write("local result = call(%s)", list)
      write("if result == nil then return missing() end")
      write("return result")
   else
      write("return call(%s)", list)
   end
end

local function text(description)
   local lines = {}
   local function write(line, ...)
      table.insert(lines, line:format(...))
   end
   local list, by_name = arguments(description)
   local count = #description.parameters
   write("local call, checks, count, refuse, overlap, missing = ...")
   write("return function(...)")
   write("if select('#', ...) ~= %d then count(%q, %d, ...) end", count, description.name, count)
   if count > 0 then
      write("local %s = ...", list)
   end
   write_conversions(write, description)
   write_lengths(write, description, by_name)
   write_nulls(write, description, by_name)
   write_overlaps(write, description, by_name)
   write_call(write, description, list)
   write("end")
   return table.concat(lines, "\n")
end

local function wrong_count(name, wanted, ...)
   local message = "wrong number of arguments to '%s' (%d expected, got %d)"
   complain.raise(message:format(name, wanted, select("#", ...)))
end

--- Returns what Lua's own libraries return on failure.
local function missing()
   local reason = ffi.errno()
   return nil, ffi.string(ffi.C.strerror(reason)), reason
end

--- The Lua function for that description of the function at that address.
return function(description, address)
   local call = ffi.cast(prototype(description), address)
   local checks = {}
   for place, parameter in ipairs(description.parameters) do
      checks[place] = argument.check(parameter)
   end
   local make = assert(loadstring(text(description), "=vera:" .. description.name))
   return make(call, checks, wrong_count, complain.argument, argument.overlap, missing)
end
