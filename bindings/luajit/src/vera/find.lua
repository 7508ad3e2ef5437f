-- SPDX-License-Identifier: MIT
--- Finds a module's manifest. The current folder is never searched: whoever controls it would
-- control which code is loaded.

local complain = require("vera.complain")
local ffi = require("ffi")
local moduledir = require("vera.moduledir")

ffi.cdef([[
unsigned getuid(void);
unsigned geteuid(void);
unsigned getgid(void);
unsigned getegid(void);
char *realpath(const char *path, char *resolved);
void free(void *address);
]])

local C = ffi.C
local USUAL = { "/usr/local/lib/vera/modules", "/usr/lib/vera/modules" }

--- Whether the environment comes from the user whose rights the process has.
local function trusted()
   return C.getuid() == C.geteuid() and C.getgid() == C.getegid()
end

local function folders()
   local list = {}
   if trusted() then
      for folder in (os.getenv("VERA_MODULE_PATH") or ""):gmatch("[^:]+") do
         table.insert(list, folder)
      end
   end
   if moduledir ~= "" then
      table.insert(list, moduledir)
   end
   for _, folder in ipairs(USUAL) do
      table.insert(list, folder)
   end
   return list
end

--- The path without links in it, or nil if there is no such file.
local function real(path)
   local resolved = C.realpath(path, nil)
   if resolved == nil then
      return nil
   end
   local text = ffi.string(resolved)
   C.free(resolved)
   return text
end

--- The file of the manifest of the module `vera:name`.
return function(name)
   if type(name) ~= "string" or not name:find("^[a-z][a-z0-9_]*$") then
      complain.argument("load", "name", "name of a module expected, got " .. tostring(name))
   end
   local tried = {}
   for _, folder in ipairs(folders()) do
      local path = folder .. "/" .. name .. ".json"
      local found = folder:sub(1, 1) == "/" and real(path)
      if found then
         return found
      end
      local remark = found == false and " (passed over: not an absolute path)" or ""
      table.insert(tried, "\n\tno file '" .. path .. "'" .. remark)
   end
   error("module 'vera:" .. name .. "' not found:" .. table.concat(tried), 0)
end
