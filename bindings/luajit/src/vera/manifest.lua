-- SPDX-License-Identifier: MIT
--- Reading a manifest: what a module says of itself. Keys that are not known here are ignored,
-- because a later manifest may add some; a later format may change everything, so it is refused.

local cjson = require("cjson")
local ffi = require("ffi")

local FORMAT = 1

local manifest = {}

local function text_of(path)
   local file = assert(io.open(path, "rb"))
   local text, problem = file:read("*a")
   file:close()
   return (assert(text, problem))
end

--- Functions are made from what stands in a manifest, so a name must be nothing else.
local function check_names(functions)
   for _, description in ipairs(functions) do
      local names = { description.name }
      for _, parameter in ipairs(description.parameters) do
         table.insert(names, parameter.name)
      end
      for _, name in ipairs(names) do
         if not name:find("^[a-z][a-z0-9_]*$") then
            error(("%q is not a name"):format(name), 0)
         end
      end
   end
end

local function parse(path, name)
   local read = cjson.decode(text_of(path))
   if read.format ~= FORMAT then
      local message = "format %s is not known here, only %d"
      error(message:format(tostring(read.format), FORMAT), 0)
   end
   if read.module ~= name then
      error(("this is the module '%s'"):format(tostring(read.module)), 0)
   end
   check_names(read.functions)
   return read
end

--- What stands in that file, of the module of that name.
function manifest.read(path, name)
   local good, read = pcall(parse, path, name)
   if not good then
      error(path .. ": " .. tostring(read), 0)
   end
   return read
end

--- The library's file on this system: a name, because a manifest does not say where it is.
function manifest.library_name(read)
   local name = read.library[ffi.os == "OSX" and "mach-o" or "elf"]
   if type(name) ~= "string" or name:find("^%.?%.?$") or name:find("[/\\]") then
      error(("vera:%s: '%s' is not the name of a file"):format(read.module, tostring(name)), 0)
   end
   return name
end

return manifest
