-- SPDX-License-Identifier: MIT
--- Errors. They are raised at the caller of this package, however deep inside it they are found.

local complain = {}

local folder = debug.getinfo(1, "S").source:match("^(.*/)") or "@"

local function ours(source)
   return source:sub(1, #folder) == folder or source:find("^=vera:") ~= nil
end

--- Raises an error with this message.
function complain.raise(message)
   local level = 2
   local caller = debug.getinfo(level, "S")
   while caller and (caller.what == "C" or ours(caller.source)) do
      level = level + 1
      caller = debug.getinfo(level, "S")
   end
   error(message, level)
end

--- Uses Lua's own words, except that parameters have names here.
function complain.argument(name, parameter, complaint)
   complain.raise(("bad argument '%s' to '%s' (%s)"):format(parameter, name, complaint))
end

--- For a value that is not the expected one.
function complain.expected(name, parameter, wanted, value)
   local counts = type(value) == "number" or type(value) == "cdata" and tonumber(value)
   local got = counts and tostring(value) or type(value)
   complain.argument(name, parameter, ("%s expected, got %s"):format(wanted, got))
end

return complain
