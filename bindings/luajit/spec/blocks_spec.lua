-- SPDX-License-Identifier: MIT
-- Blocks.

local block = require("vera.block")
local ffi = require("ffi")
local run = require("spec.run")

-- Runs a program in the library's check mode. That prints each misuse at once, such as a free with
-- the wrong size, and at exit what was not freed.
local function checked(program)
   local setup = "local block, memory = require('vera.block'), require('vera.memory') "
   return run(setup .. program, { VERA_MEMORY_MODE = "check" })
end

local function clean(program)
   assert.equal("", checked(program))
end

local function refused(message, call, ...)
   local good, problem = pcall(call, ...)
   assert.is_false(good)
   assert.truthy(tostring(problem):find(message, 1, true), problem)
end

describe("ownership", function()
   it("is reported by check mode, on which the tests below rely", function()
      assert.matches("leak: 1 block,", checked("memory.allocate(100)"))
      assert.matches("misuse", checked("memory.free(memory.allocate(100), 99)"))
   end)

   it("ends with the scope, an error, the collector or the program", function()
      clean("block.with(100, function(bytes) bytes[0] = 1 end)")
      clean("pcall(block.with, 100, 64, function() error('no') end)")
      clean("block(100):free()")
      clean("block(100); collectgarbage()")
      clean("kept = block(100)")
   end)

   it("falls to the collector if nothing else freed a block", function()
      local program = [[
         local block = require("vera.block")
         for _ = 1, 200 do
            block(2 ^ 20):fill(1)
            collectgarbage()
         end
         for line in io.lines("/proc/self/statm") do
            io.write(line:match("^%d+ (%d+)") * 4096)
         end
      ]]
      if not io.open("/proc/self/statm") then
         return pending("there is no /proc/self/statm")
      end
      assert.is_true(tonumber(run(program)) < 100 * 2 ^ 20)
   end)

   it("makes the collector run before memory counts as missing", function()
      local program = [[
         local block = require("vera.block")
         for _ = 1, 200 do
            block(2 ^ 28)
         end
      ]]
      assert.equal("", run(program, {}, 4000000))
   end)

   it("lets results and errors pass through", function()
      local kept
      local results = { block.with(100, function(bytes)
         kept = bytes
         return 1, nil, 3
      end) }
      assert.same({ 1, nil, 3 }, results)
      refused("freed block", kept.free, kept)
      local problem = {}
      local good, raised = pcall(block.with, 100, function(bytes)
         kept = bytes
         error(problem)
      end)
      assert.is_false(good)
      assert.equal(problem, raised)
      refused("freed block", kept.free, kept)
   end)

   it("may end within the scope", function()
      clean("block.with(100, function(bytes) bytes:free() end)")
   end)

   it("frees with the size and alignment of the allocation", function()
      clean([[
         for _, size in ipairs({ 0, 1, 7, 8, 100, 4096, 100000 }) do
            for _, align in ipairs({ 1, 2, 8, 16, 64, 4096 }) do
               block(size, align):free()
               block(size)
               block.with(size, align, function() end)
            end
         end
      ]])
   end)
end)

describe("a freed block", function()
   it("cannot be freed again", function()
      local bytes = block(100)
      bytes:free()
      refused("attempt to use a freed block", bytes.free, bytes)
   end)

   it("cannot be used", function()
      local other, bytes = block(100), block(100)
      bytes:free()
      for _, use in ipairs({
         function() return bytes[0] end,
         function() bytes[0] = 1 end,
         function() bytes:fill(1) end,
         function() bytes:zero() end,
         function() bytes:read() end,
         function() bytes:write("a") end,
         function() bytes:pointer() end,
         function() bytes:copy_from(other) end,
         function() other:copy_from(bytes) end,
      }) do
         refused("blocks_spec.lua:", use)
         refused("attempt to use a freed block", use)
      end
      assert.equal("block (freed)", tostring(bytes))
      other:free()
   end)
end)

describe("a block", function()
   it("has its size and alignment", function()
      for _, size in ipairs({ 0, 1, 8, 100, 100000 }) do
         for _, align in ipairs({ 1, 8, 64, 4096 }) do
            local bytes = block(size, align)
            assert.same({ size, align, size }, { bytes.size, bytes.align, #bytes })
            assert.equal(0, tonumber(ffi.cast("uintptr_t", bytes:pointer()) % align))
            bytes:free()
         end
      end
      assert.equal("block (100 bytes, aligned to 8)", tostring(block(100)))
   end)

   it("cannot be given another size", function()
      assert.is_false(pcall(function()
         block(100).size = 200
      end))
   end)

   it("cannot be given other bytes", function()
      assert.is_false(pcall(function()
         block(100)._bytes = ffi.new("uint8_t[100]")
      end))
   end)

   it("accepts ffi integers", function()
      local bytes = block(16LL, 64ULL):zero(0LL, 16ULL):fill(255LL, 1LL, 1ULL)
      assert.same({ 16, 64 }, { bytes.size, bytes.align })
      bytes[2LL] = 254ULL
      assert.equal("\0\xff\xfe\0", bytes:read(0LL, 4LL))
      assert.equal(255, bytes[1ULL])
      refused("bad argument 'size' to 'block' ", block, -1LL)
      refused("bad argument 'start' to 'zero' ", bytes.zero, bytes, 17LL)
      refused("index 16 is outside", function() return bytes[16LL] end)
      refused("bad index", function() return bytes[bytes:pointer()] end)
   end)

   it("needs a body for a scope", function()
      refused("bad argument 'body' to 'with' ", block.with, 16)
      refused("bad argument 'body' to 'with' ", block.with, 16, 64)
      refused("bad argument 'size' to 'with' ", block.with, -1, print)
   end)

   it("needs memory, and a valid size and alignment", function()
      refused("bad argument 'size' to 'block' ", block, -1)
      refused("not enough memory", block, 2 ^ 62)
      for _, align in ipairs({ 0, -8, 3 }) do
         refused("bad argument 'align' to 'block' ", block, 1, align)
      end
      refused("bad argument 'size' to 'block' ", block, "1")
      refused("bad argument 'size' to 'block' ", block, 1.5)
      refused("bad argument 'size' to 'block' ", block, 2 ^ 63)
      refused("not enough memory", block, 2LL ^ 63 - 1)
      refused("bad argument 'align' to 'block' ", block, 1, true)
   end)

   it("has bounds", function()
      local bytes, other = block(16), block(32)
      for _, index in ipairs({ -1, 16, 2 ^ 32, 2 ^ 63, -2 ^ 31 }) do
         refused("index", function() return bytes[index] end)
         refused("index", function() bytes[index] = 0 end)
      end
      for _, index in ipairs({ 0.5, 0 / 0, "size_", true }) do
         refused("bad index", function() return bytes[index] end)
      end
      local ranges = { { -1, 1 }, { 16, 1 }, { 17, 0 }, { 15, 2 }, { 0, 17 }, { 0, -1 }, { 0.5, 1 } }
      for _, range in ipairs(ranges) do
         local start, count = unpack(range)
         refused("bad argument", bytes.fill, bytes, 1, start, count)
         refused("bad argument", bytes.zero, bytes, start, count)
         refused("bad argument", bytes.read, bytes, start, count)
         refused("bad argument", other.copy_from, other, bytes, 0, start, count)
         refused("bad argument", bytes.copy_from, bytes, other, start, 0, count)
      end
      refused("bad argument 'start' to 'write'", bytes.write, bytes, "", 17)
      refused("bad argument 'text' to 'write'", bytes.write, bytes, "ab", 15)
      refused("bad argument 'count' to 'copy_from'", bytes.copy_from, bytes, other)
      refused("bad argument 'source_start' to 'copy_from'", other.copy_from, other, bytes, 0, 17)
      refused("bad argument 'start' to 'zero'", bytes.zero, bytes, 17)
   end)

   it("refuses wrong arguments", function()
      local bytes = block(16)
      for _, wrong in ipairs({ 256, -1, 1.5, "1", true }) do
         refused("bad argument 'value' to 'fill'", bytes.fill, bytes, wrong)
         refused("a byte is", function() bytes[0] = wrong end)
      end
      refused("bad argument 'start' to 'zero'", bytes.zero, bytes, "1")
      refused("bad argument 'source' to 'copy_from'", bytes.copy_from, bytes, "text")
      refused("bad argument 'text' to 'write'", bytes.write, bytes, 1)
      refused("bad argument 'source_start' to 'copy_from'", bytes.copy_from, bytes, bytes, 1, 0, 8)
      refused("bad self", bytes.free, {})
   end)

   it("shows its bytes without a copy", function()
      local bytes = block(100)
      bytes:write("abc", 10)
      assert.equal("abc", ffi.string(bytes:pointer() + 10, 3))
      bytes:pointer()[20] = 0xa5
      assert.equal(0xa5, bytes[20])
      bytes[20] = 255
      assert.equal(255, bytes:pointer()[20])
      assert.equal("abc", bytes:read(10, 3))
   end)

   it("can be filled", function()
      local bytes = block(8):fill(255):fill(127, 1, 2):fill(128, 7):zero(3, 2)
      assert.equal("\xff\x7f\x7f\0\0\xff\xff\x80", bytes:read())
      assert.equal(("\0"):rep(8), bytes:zero():read())
   end)

   it("can be copied", function()
      local source, target = block(8):write("01234567"), block(8):zero()
      target:copy_from(source, 2, 4, 3)
      assert.equal("\0\000456\0\0\0", target:read())
      assert.equal("01234567", target:copy_from(source):read())
   end)

   it("makes a round trip of 1 MiB", function()
      local size = 2 ^ 20
      local one, other = block(size), block(size)
      for index = 0, size - 1 do
         one[index] = index * 7 % 251
      end
      other:copy_from(one)
      local different = 0
      for index = 0, size - 1 do
         if other[index] ~= index * 7 % 251 then
            different = different + 1
         end
      end
      assert.equal(0, different)
      assert.equal(one:read(), other:read())
   end)

   it("leaves nothing behind", function()
      local statm = io.open("/proc/self/statm")
      if not statm then
         return pending("there is no /proc/self/statm")
      end
      statm:close()
      local grown = run([[
         local block = require("vera.block")
         local function resident()
            collectgarbage()
            for line in io.lines("/proc/self/statm") do
               return tonumber(line:match("^%d+ (%d+)")) * 4096
            end
         end
         local function churn(count)
            for _ = 1, count do
               local bytes = block(1000)
               bytes[0] = 1
               bytes:free()
            end
         end
         churn(10000)
         local before = resident()
         churn(100000)
         io.write(resident() - before)
      ]])
      assert.is_true(tonumber(grown) < 2 ^ 20, grown)
   end)
end)
