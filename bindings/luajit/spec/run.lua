-- SPDX-License-Identifier: MIT
-- Runs a program in its own process, in this environment with changes and, if given, with a limit
-- of that many KiB of addresses. Returns what it printed, including errors.
-- It closes its state at the end, so all finalizers run.

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
