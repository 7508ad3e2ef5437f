-- SPDX-License-Identifier: MIT
--- Loads any VERA module.

local find = require("vera.find")
local library = require("vera.library")
local make_function = require("vera.function")
local manifest = require("vera.manifest")

local function describe(module)
   return "vera:" .. getmetatable(module).manifest.module
end

--- The functions of the module `vera:name`, in a table under their VERA names.
--
-- Its metatable says where they are from: `path` and `manifest` are the manifest's file and its
-- content, `library` is the library's file. An error lists where a missing module was looked for.
return function(name)
   local path = find(name)
   local read = manifest.read(path, name)
   local file, handle = library.open(path, manifest.library_name(read))
   local functions = {}
   for _, description in ipairs(read.functions) do
      local address = library.symbol(file, handle, description.symbol, description.node)
      functions[description.name] = make_function(description, address)
   end
   local about = { path = path, manifest = read, library = file, __tostring = describe }
   return setmetatable(functions, about)
end
