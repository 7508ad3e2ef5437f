-- SPDX-License-Identifier: MIT
-- The functions under their VERA names, and the arguments that they refuse.

local ffi = require("ffi")
local make_function = require("vera.function")
local memory = require("vera.memory")

local manifest = getmetatable(memory).manifest

local function distance(pointer, align)
   return tonumber(ffi.cast("uintptr_t", pointer) % align)
end

-- The text's bytes, in memory outside the library.
local function buffer(text)
   local bytes = ffi.new("uint8_t[?]", #text)
   ffi.copy(bytes, text, #text) -- an initializer would copy the final zero too
   return bytes
end

local function refuses(name, parameter, ...)
   local good, problem = pcall(memory[name], ...)
   assert.is_false(good)
   local start = ("bad argument '%s' to '%s' "):format(parameter, name)
   assert.truthy(problem:find(start, 1, true), problem)
end

describe("the functions", function()
   it("are those of the manifest, and no other", function()
      local described, there = {}, {}
      for _, description in ipairs(manifest.functions) do
         described[description.name] = true
      end
      for name, value in pairs(memory) do
         assert.is_function(value)
         there[name] = true
      end
      assert.same(described, there)
      assert.equal("vera:memory", tostring(memory))
   end)

   it("allocate", function()
      for _, size in ipairs({ 0, 1, 8, 100, 100000 }) do
         local address = memory.allocate(size)
         assert.equal(0, distance(address, 8))
         ffi.fill(address, size, 0xa5)
         assert.equal(("\xa5"):rep(size), ffi.string(address, size))
         assert.equal(0, select("#", memory.free(address, size)))
      end
   end)

   it("allocate_aligned", function()
      for power = 0, 12 do
         local align = 2 ^ power
         local address = memory.allocate_aligned(100, align)
         assert.equal(0, distance(address, align))
         ffi.fill(address, 100, 0xa5)
         memory.free_aligned(address, 100, align)
      end
   end)

   it("copy_memory", function()
      local source, target = buffer("0123456789abcdef"), ffi.new("uint8_t[16]")
      memory.copy_memory(target, source, 10)
      assert.equal("0123456789" .. ("\0"):rep(6), ffi.string(target, 16))
      memory.copy_memory(target, target, 16)
      memory.copy_memory(target + 10, ffi.cast("const char *", "xyz"), 3)
      assert.equal("0123456789xyz\0\0\0", ffi.string(target, 16))
      memory.copy_memory(target, source, 0)
      memory.copy_memory(nil, nil, 0)
      assert.equal("0123456789xyz\0\0\0", ffi.string(target, 16))
   end)

   it("set_memory", function()
      local target = ffi.new("uint8_t[16]")
      memory.set_memory(target, -1, 9)
      assert.equal(("\xff"):rep(9) .. ("\0"):rep(7), ffi.string(target, 16))
      memory.set_memory(target, -128, 1)
      memory.set_memory(target + 1, 127, 1)
      assert.equal("\x80\x7f", ffi.string(target, 2))
      memory.set_memory(target, 0, 0)
      memory.set_memory(nil, -1, 0)
      assert.equal("\x80\x7f", ffi.string(target, 2))
   end)

   it("zero_memory", function()
      local target = buffer(("\xff"):rep(16))
      memory.zero_memory(target, 9)
      assert.equal(("\0"):rep(9) .. ("\xff"):rep(7), ffi.string(target, 16))
      memory.zero_memory(nil, 0)
   end)

   it("free null", function()
      memory.free(nil, 100)
      memory.free(ffi.cast("void *", 0), 100)
      memory.free_aligned(nil, 100, 64)
   end)

   it("return nil and the reason if there is no memory", function()
      local EINVAL, ENOMEM = 22, 12
      for size, reason in pairs({ [-1] = EINVAL, [2 ^ 62] = ENOMEM }) do
         local result, message, number = memory.allocate(size)
         assert.is_nil(result)
         assert.is_string(message)
         assert.equal(reason, number)
      end
   end)

   it("accept ffi integers", function()
      for _, size in ipairs({ 16LL, 16ULL, ffi.new("size_t", 16) }) do
         local address = memory.allocate(size)
         memory.set_memory(address, -1LL, size)
         assert.equal(("\xff"):rep(16), ffi.string(address, 16))
         memory.free(address, size)
      end
   end)
end)

describe("arguments", function()
   it("must be neither too few nor too many", function()
      for _, description in ipairs(manifest.functions) do
         local count = #description.parameters
         for _, wrong in ipairs({ count - 1, count + 1 }) do
            local zeros = {}
            for place = 1, wrong do
               zeros[place] = 0
            end
            local good, problem = pcall(memory[description.name], unpack(zeros))
            assert.is_false(good)
            local start = "wrong number of arguments to '" .. description.name .. "'"
            assert.truthy(problem:find(start, 1, true), problem)
         end
      end
   end)

   it("must be of their types", function()
      local null = ffi.cast("void *", 0)
      for _, wrong in ipairs({ "1", 1.5, -0.5, 0 / 0, true, false, { 1 }, null }) do
         refuses("allocate", "size", wrong)
         refuses("allocate_aligned", "align", 8, wrong)
         refuses("set_memory", "value", nil, wrong, 0)
      end
      refuses("allocate", "size", nil)
      local struct = ffi.new("struct { int number; }")
      for _, wrong in ipairs({ "1", 1, 1LL, true, { 1 }, io.stdout, struct }) do
         refuses("free", "addr", wrong, 0)
         refuses("copy_memory", "src", nil, wrong, 0)
      end
      refuses("copy_memory", "dest", ffi.cast("const char *", "x"), nil, 0)
   end)

   it("must be within their ranges", function()
      for _, wrong in ipairs({ 2 ^ 63, 2ULL ^ 63, -2 ^ 63 - 2048, math.huge, -math.huge }) do
         refuses("allocate", "size", wrong)
         refuses("zero_memory", "count", nil, wrong)
      end
      for _, wrong in ipairs({ 128, -129, 255, 128LL, -129LL, 128ULL, 2 ^ 32 }) do
         refuses("set_memory", "value", nil, wrong, 0)
      end
      memory.free(nil, -2 ^ 63)
      memory.free(nil, 2ULL ^ 63 - 1)
   end)

   it("must not be null if the count is above 0", function()
      local place = ffi.new("uint8_t[1]")
      for _, null in ipairs({ false, ffi.cast("void *", 0) }) do
         null = null or nil
         refuses("copy_memory", "dest", null, place, 1)
         refuses("copy_memory", "src", place, null, 1)
         refuses("set_memory", "dest", null, 0, 1)
         refuses("zero_memory", "dest", null, 1)
      end
   end)

   it("must not be negative lengths", function()
      for _, wrong in ipairs({ -1, -1LL }) do
         refuses("copy_memory", "count", nil, nil, wrong)
         refuses("set_memory", "count", nil, 0, wrong)
         refuses("zero_memory", "count", nil, wrong)
      end
   end)

   it("must not overlap", function()
      local place = buffer("0123456789")
      for _, count in ipairs({ 5, 5LL, 5ULL }) do
         refuses("copy_memory", "dest", place, place + 1, count)
         refuses("copy_memory", "dest", place + 4, place, count)
      end
      memory.copy_memory(place + 5, place, 5)
      memory.copy_memory(place, place + 5, 5)
      assert.equal("0123401234", ffi.string(place, 10))
   end)

   it("are reported at the caller's line", function()
      local _, problem = pcall(function()
         memory.allocate("1")
      end)
      assert.truthy(problem:find("functions_spec.lua:", 1, true), problem)
   end)
end)

describe("types that no function of the module uses yet", function()
   local function echo(kind, ctype)
      local callback = ffi.cast(("%s (*)(%s)"):format(ctype, ctype), function(value)
         return value
      end)
      local made = make_function({
         name = "echo",
         parameters = { { name = "in", type = kind } },
         returns = { type = kind },
      }, ffi.cast("void *", callback))
      -- A callback cannot be called from compiled code.
      jit.off(made)
      return made
   end

   local function check(kind, ctype, good, bad)
      local function_ = echo(kind, ctype)
      for _, value in ipairs(good) do
         assert.is_true(function_(value) == value)
      end
      for _, value in ipairs(bad) do
         local done, problem = pcall(function_, value)
         assert.is_false(done)
         assert.truthy(problem:find("bad argument 'in' to 'echo'", 1, true), problem)
      end
   end

   it("integers", function()
      check("u8", "uint8_t", { 0, 255 }, { -1, 256, true, 1.5 })
      check("i16", "int16_t", { -32768, 32767 }, { -32769, 32768 })
      check("u16", "uint16_t", { 0, 65535 }, { -1, 65536 })
      check("i32", "int32_t", { -2 ^ 31, 2 ^ 31 - 1 }, { 2 ^ 31, -2 ^ 31 - 1 })
      check("u32", "uint32_t", { 0, 2 ^ 32 - 1 }, { -1, 2 ^ 32 })
      check("i64", "int64_t", { -2LL ^ 63, 2LL ^ 63 - 1 }, { 2 ^ 63, 2ULL ^ 63 })
      check("u64", "uint64_t", { 0, 2ULL ^ 64 - 1 }, { -1, -1LL, 2 ^ 64 })
   end)

   it("numbers and booleans", function()
      check("f32", "float", { 0.5, -2 }, { "1", true })
      check("f64", "double", { 0.1, 2 ^ 60 }, { "1", true })
      check("bool", "bool", { true, false }, { 0, 1, "true" })
   end)

   it("an unknown type", function()
      assert.error_matches(function()
         echo("i128", "int64_t")
      end, "i128")
   end)
end)
