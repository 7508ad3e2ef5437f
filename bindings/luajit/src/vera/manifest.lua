-- SPDX-License-Identifier: MIT
--- Reads a manifest: a module's description of itself. All of it is checked here, once. Unknown
-- keys are ignored, because a later manifest may add some. A later format may change everything, so
-- it is refused.

local argument = require("vera.argument")
local cjson = require("cjson")
local ffi = require("ffi")

local FORMAT = 1
local SYSTEM = ffi.os == "OSX" and "mach-o" or "elf"

local manifest = {}

-- Kinds of values: what is wanted, in words, and a function that recognises it. Where a value may
-- name a parameter, that function also takes the parameters' types, by name.

local function is_power_of_two(value)
   return type(value) == "number" and value >= 1 and math.frexp(value) == 0.5
end

local function is_amount(value, types)
   if type(value) == "number" then
      return value >= 0 and value % 1 == 0
   end
   return (types[value] or ""):find("^[iu]") ~= nil
end

local object = { "an object", function(value)
   return type(value) == "table" and #value == 0
end }
local array = { "an array", function(value)
   return type(value) == "table" and (#value > 0 or next(value) == nil)
end }
local text = { "text", function(value)
   return type(value) == "string"
end }
-- Functions are compiled from these names, so a name must be nothing else.
local name = { "a name", function(value)
   return type(value) == "string" and value:find("^[a-z][a-z0-9_]*$") ~= nil
end }
-- A file name that is not a path: a manifest does not say where its library is.
local file_name = { "the name of a file", function(value)
   return type(value) == "string" and not value:find("^%.?%.?$") and not value:find("[/\\:]")
end }
local flag = { "true or false", function(value)
   return type(value) == "boolean"
end }
local alignment = { "a power of two", is_power_of_two }
local parameter_type = { "a known type", function(value)
   return argument.check({ type = value }) ~= nil
end }
local result_type = { "a known type", function(value)
   return value == "void" or argument.check({ type = value }) ~= nil
end }
local amount = { "a number of bytes or an integer parameter", is_amount }
local memory = { "the size and alignment of memory", function(value, types)
   return type(value) == "table"
      and is_amount(value.size, types)
      and (is_power_of_two(value.align) or types[value.align] ~= nil)
      and is_amount(value.align, types)
end }
local pointer = { "another parameter that is a ptr", function(value, types)
   return types[value] == "ptr"
end }

-- The attributes that only the type "ptr" may have.
local OF_PARAMETER = {
   const = flag,
   reads = amount,
   writes = amount,
   nonnull = amount,
   disjoint = pointer,
   consumes = memory,
}
local OF_RESULT = { const = flag, nullable = flag, owned = memory }

-- Checks. A place is the path of keys that leads there.

local function refuse(place, wanted, value)
   local got = type(value) == "table" and "a table" or cjson.encode(value)
   error(("'%s' must be %s, not %s"):format(place, wanted, got), 0)
end

local function check(place, value, kind, types)
   local wanted, holds = kind[1], kind[2]
   if not holds(value, types) then
      refuse(place, wanted, value)
   end
   return value
end

local function member(place, owner, key, kind)
   return check(place .. "." .. key, owner[key], kind)
end

--- Checks the objects in an array, each against those before it, and returns them by name.
local function each(place, list, name_kind, check_one)
   local by_name = {}
   for index, value in ipairs(check(place, list, array)) do
      local at = ("%s[%d]"):format(place, index - 1)
      check(at, value, object)
      if by_name[member(at, value, "name", name_kind)] then
         refuse(at .. ".name", "a name that is not yet used", value.name)
      end
      check_one(at, value, by_name)
      by_name[value.name] = value
   end
   return by_name
end

local function check_attributes(place, value, known, types)
   for key, kind in pairs(known) do
      if value[key] ~= nil then
         if value.type ~= "ptr" then
            error(("'%s.%s' is for a ptr"):format(place, key), 0)
         end
         check(place .. "." .. key, value[key], kind, types)
      end
   end
end

--- Each of two disjoint parameters must have a length.
local function check_disjoint(place, parameter, by_name)
   local other = by_name[parameter.disjoint]
   if other and (other == parameter or not (other.reads or other.writes)
      or not (parameter.reads or parameter.writes)) then
      refuse(place .. ".disjoint", "another parameter that is read or written", parameter.disjoint)
   end
end

local function check_function(place, description)
   local types = {}
   local function add_type(at, parameter)
      types[parameter.name] = member(at, parameter, "type", parameter_type)
   end
   local by_name = each(place .. ".parameters", description.parameters, name, add_type)
   for index, parameter in ipairs(description.parameters) do
      local at = ("%s.parameters[%d]"):format(place, index - 1)
      check_attributes(at, parameter, OF_PARAMETER, types)
      check_disjoint(at, parameter, by_name)
   end
   local returns = member(place, description, "returns", object)
   member(place .. ".returns", returns, "type", result_type)
   check_attributes(place .. ".returns", returns, OF_RESULT, types)
end

local function check_node(place, node, before)
   if node.extends ~= nil and not before[node.extends] then
      refuse(place .. ".extends", "a node before this one", node.extends)
   end
end

local function check_format(read)
   if read.format ~= FORMAT then
      refuse("format", ("%d, the known format"):format(FORMAT), read.format)
   end
end

local function check_manifest(read, wanted)
   check("manifest", read, object)
   check_format(read)
   if read.module ~= wanted then
      refuse("module", ("'%s'"):format(wanted), read.module)
   end
   check("library", read.library, object)
   member("library", read.library, SYSTEM, file_name)
   check("align", read.align, alignment)
   local nodes = each("nodes", read.nodes, text, check_node)
   each("functions", read.functions, name, function(place, description)
      member(place, description, "symbol", text)
      if not nodes[description.node] then
         refuse(place .. ".node", "one of the nodes", description.node)
      end
      check_function(place, description)
   end)
end

local function text_of(path)
   local file = assert(io.open(path, "rb"))
   local content, problem = file:read("*a")
   file:close()
   return (assert(content, problem))
end

--- The content of that file, which must be the manifest of the module of that name.
function manifest.read(path, wanted)
   local good, read = pcall(function()
      local decoded = cjson.decode(text_of(path))
      check_manifest(decoded, wanted)
      return decoded
   end)
   if not good then
      error(path .. ": " .. tostring(read), 0)
   end
   return read
end

--- The library's file name on this system.
function manifest.library_name(read)
   return read.library[SYSTEM]
end

return manifest
