-- SPDX-License-Identifier: MIT
--- Loads a module's library, and looks up its symbols. Uses the system's loader, because ffi.load
-- cannot ask for a symbol at its node.

local ffi = require("ffi")

ffi.cdef([[
void *dlopen(const char *file, int mode);
void *dlsym(void *handle, const char *symbol);
void *dlvsym(void *handle, const char *symbol, const char *version);
char *dlerror(void);
]])

local C = ffi.C
-- Looked up here: a look-up after an error would clear that error in the loader.
local dlerror = C.dlerror
local RTLD_NOW = 2 -- on every system that LuaJIT knows

local library = {}

local function exists(path)
   local file = io.open(path)
   return file ~= nil and file:close()
end

local function open(file, complaint)
   local handle = C.dlopen(file, RTLD_NOW)
   if handle == nil then
      error(complaint .. ": " .. ffi.string(dlerror()), 0)
   end
   return file, handle
end

--- The library installed with the manifest, or else the one that the system's loader finds.
--
-- A library that exists but cannot be loaded is an error: no other may silently replace it.
function library.open(manifest, name)
   local beside = manifest:match("^(.*)/[^/]*/[^/]*/[^/]*$")
   local path = (beside or "") .. "/" .. name
   if exists(path) then
      return open(path, path .. " cannot be loaded")
   end
   return open(name, ("%s: no library '%s', and none found by the loader"):format(manifest, path))
end

local at_node = pcall(function()
   return C.dlvsym
end)

--- The address of a symbol at its node. Systems without nodes look up only the name; there, the
-- major version in the library's file name keeps an incompatible library out.
function library.symbol(file, handle, symbol, node)
   local address
   if at_node then
      address = C.dlvsym(handle, symbol, node)
   else
      address = C.dlsym(handle, symbol)
   end
   if address == nil then
      error(("%s has no %s of %s"):format(file, symbol, node), 0)
   end
   return address
end

return library
