-- SPDX-License-Identifier: MIT
-- Prints the cost in ns of an allocate and free pair, and of a block that is freed.

local block = require("vera.block")
local memory = require("vera.memory")

local COUNT, ROUNDS = 1000000, 5

local function pair()
   memory.free(memory.allocate(64), 64)
end

local function owned()
   block(64):free()
end

-- Each has a loop of its own: in a shared one, LuaJIT would compile only the first.
local function nanoseconds(work)
   local run = loadstring("local work, count = ... for _ = 1, count do work() end")
   local best = math.huge
   for _ = 1, ROUNDS do
      local start = os.clock()
      run(work, COUNT)
      best = math.min(best, os.clock() - start)
   end
   return math.floor(best / COUNT * 1e9 + 0.5)
end

print(nanoseconds(pair) .. " " .. nanoseconds(owned))
