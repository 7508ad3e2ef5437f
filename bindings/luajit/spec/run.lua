-- SPDX-License-Identifier: MIT
-- Runs a program of its own, in this environment with changes and, if told, within so many KiB of
-- addresses. Gives what it printed, errors too.
-- It ends as a program does that closes its state, with all its finalizers.

local function quote(text)
   return "'" .. text:gsub("'", "'\\''") .. "'"
end

return function(program, environment, limit)
   local words = { limit and ("ulimit -v %d; env"):format(limit) or "env" }
   for name, value in pairs(environment or {}) do
      table.insert(words, name .. "=" .. quote(value))
   end
   table.insert(words, "luajit -e " .. quote(program) .. " 2>&1")
   local pipe = assert(io.popen(table.concat(words, " ")))
   local printed = pipe:read("*a")
   pipe:close()
   return printed
end
