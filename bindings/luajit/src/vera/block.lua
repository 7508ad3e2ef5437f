-- SPDX-License-Identifier: MIT
--- Blocks: memory that knows its size and alignment, checks its bounds, and is freed once.
--
--    local block = require("vera.block")
--    local bytes = block(100)        -- or block(100, 64), aligned to 64
--    bytes[0] = 255
--    bytes:free()
--
-- A block is freed by `free`, at the end of `block.with`, or when it is collected.

local argument = require("vera.argument")
local bit = require("bit")
local complain = require("vera.complain")
local ffi = require("ffi")
local memory = require("vera.memory")

local manifest = getmetatable(memory).manifest

--- A function that takes the parameters of these names, in this order, and calls the described one.
local function in_order(description, names)
   local places, list = {}, {}
   for place, name in ipairs(names) do
      places[name] = "a" .. place
      list[place] = places[name]
   end
   local given = {}
   for place, parameter in ipairs(description.parameters) do
      given[place] = places[parameter.name]
   end
   local code = ("local call = ... return function(%s) return call(%s) end"):format(
      table.concat(list, ", "),
      table.concat(given, ", ")
   )
   return assert(loadstring(code, "=vera:" .. description.name))(memory[description.name])
end

--- The function that allocates a block of any alignment, from size and alignment.
local function owning()
   for _, description in ipairs(manifest.functions) do
      local owned = description.returns.owned
      if owned and type(owned.align) == "string" then
         return in_order(description, { owned.size, owned.align })
      end
   end
   error("vera:memory has no function that allocates", 0)
end

--- The function that frees such a block, from address, size and alignment.
local function consuming()
   for _, description in ipairs(manifest.functions) do
      for _, parameter in ipairs(description.parameters) do
         local consumes = parameter.consumes
         if consumes and type(consumes.align) == "string" then
            return in_order(description, { parameter.name, consumes.size, consumes.align })
         end
      end
   end
   error("vera:memory has no function that frees", 0)
end

local allocate, free = owning(), consuming()

-- Sizes are Lua numbers, which are exact for every size that memory can have.
-- Every field is const: a changed address would be passed to the library when the block is freed.
local Block = ffi.typeof("struct { uint8_t *const _bytes; const double size, align; }")
local Bytes = ffi.typeof("uint8_t **")
local methods = {}

local int64, uint64 = ffi.typeof("int64_t"), ffi.typeof("uint64_t")
local integer = argument.check({ type = "i64" })

--- The Lua number of a whole number, which may be the ffi's; nil for any other value.
local function whole(value)
   if type(value) == "number" then
      return value % 1 == 0 and value or nil
   end
   return (ffi.istype(int64, value) or ffi.istype(uint64, value)) and tonumber(value) or nil
end

--- The value as a Lua number, if it is a whole number from 0 to `last`.
local function within(name, parameter, value, last)
   local number = whole(value)
   if not number or number < 0 or number > last then
      local wanted = ("integer from 0 to %d"):format(last)
      complain.expected(name, parameter, wanted, value)
   end
   return number
end

--- The block's bytes, if it was not freed.
local function live(block)
   if not ffi.istype(Block, block) then
      complain.raise("bad self (block expected, got " .. type(block) .. ")")
   end
   if block._bytes == nil then
      complain.raise("attempt to use a freed block")
   end
   return block._bytes
end

--- The address of `start`, and `count` or the number of bytes up to the end.
local function part(block, name, parameter, start, count)
   local bytes = live(block)
   start = start == nil and 0 or within(name, parameter, start, block.size)
   local left = block.size - start
   count = count == nil and left or within(name, "count", count, left)
   return bytes + start, count
end

--- Frees the memory. A second call is an error.
function methods:free()
   local bytes = live(self)
   ffi.cast(Bytes, self)[0] = nil
   free(bytes, self.size, self.align)
end

--- The address of the bytes, for the ffi and the functions of vera.memory. It does not keep the
-- memory: keep the block as long as the pointer is used.
function methods:pointer()
   return live(self)
end

-- The methods below use the block itself to their end, not only its address. A compiled loop drops
-- a value after its last use, and the collector may run then.

--- Sets `count` bytes from `start`, or all up to the end, to `value`, from 0 to 255.
function methods:fill(value, start, count)
   value = within("fill", "value", value, 255)
   local bytes, length = part(self, "fill", "start", start, count)
   memory.set_memory(bytes, value < 128 and value or value - 256, length)
   return self
end

--- Sets `count` bytes from `start`, or all up to the end, to 0.
function methods:zero(start, count)
   local bytes, length = part(self, "zero", "start", start, count)
   memory.zero_memory(bytes, length)
   return self
end

--- Copies `count` bytes of another block, or all up to its end, to `start` in this block.
function methods:copy_from(source, start, source_start, count)
   live(self)
   if not ffi.istype(Block, source) then
      complain.expected("copy_from", "source", "block", source)
   end
   local from, length = part(source, "copy_from", "source_start", source_start, count)
   local to = part(self, "copy_from", "start", start, length)
   if argument.overlap(to, length, from, length) then
      complain.argument("copy_from", "source_start", "the bytes overlap those from 'start'")
   end
   memory.copy_memory(to, from, length)
   live(source)
   return self
end

--- Writes the bytes of a string at `start`.
function methods:write(text, start)
   if type(text) ~= "string" then
      complain.expected("write", "text", "string", text)
   end
   local bytes, room = part(self, "write", "start", start)
   if #text > room then
      complain.argument("write", "text", ("%d bytes, but only %d are left"):format(#text, room))
   end
   ffi.copy(bytes, text, #text)
   live(self)
   return self
end

--- The string of `count` bytes from `start`, or all up to the end.
function methods:read(start, count)
   local text = ffi.string(part(self, "read", "start", start, count))
   live(self)
   return text
end

local function check_index(block, index)
   live(block)
   local number = whole(index)
   if not number then
      complain.raise("bad index of a block: " .. tostring(index))
   end
   if number < 0 or number >= block.size then
      complain.raise(("index %d is outside a block of %d bytes"):format(number, block.size))
   end
   return number
end

local metatable = {}

function metatable.__index(block, key)
   local method = methods[key]
   if method then
      return method
   end
   return block._bytes[check_index(block, key)]
end

function metatable.__newindex(block, index, value)
   local place, byte = check_index(block, index), whole(value)
   if not byte or byte < 0 or byte > 255 then
      complain.raise("a byte is an integer from 0 to 255, not " .. tostring(value))
   end
   block._bytes[place] = byte
end

function metatable.__len(block)
   return block.size
end

function metatable.__tostring(block)
   if block._bytes == nil then
      return "block (freed)"
   end
   return ("block (%d bytes, aligned to %d)"):format(block.size, block.align)
end

function metatable.__gc(block)
   if block._bytes ~= nil then
      block:free()
   end
end

ffi.metatype(Block, metatable)

local function is_power_of_two(number)
   local integer64 = ffi.cast("int64_t", number)
   return integer64 > 0 and bit.band(integer64, integer64 - 1) == 0
end

--- Refuses a wrong size or alignment.
local function check_arguments(name, size, align)
   if size < 0 then
      complain.expected(name, "size", "number of bytes", size)
   elseif not is_power_of_two(align) then
      complain.expected(name, "align", "power of two", align)
   end
end

local function new(name, size, align)
   size = integer(name, "size", size)
   align = integer(name, "align", align == nil and manifest.align or align)
   local bytes, reason = allocate(size, align)
   if not bytes then
      check_arguments(name, size, align)
      -- The missing memory may be in blocks that the collector has not freed yet.
      collectgarbage()
      bytes, reason = allocate(size, align)
   end
   if not bytes then
      local message = "not enough memory for a block of %.0f bytes: %s"
      complain.raise(message:format(tonumber(size), reason))
   end
   return Block(bytes, size, align)
end

local function finish(block, good, ...)
   if block._bytes ~= nil then
      block:free()
   end
   if not good then
      error((...), 0)
   end
   return ...
end

--- Calls `body` with a block that is freed when `body` ends, even by an error. Returns its results.
-- `align` is optional. An error passes through unchanged, but its traceback ends here.
local function with(size, align, body)
   if body == nil then
      align, body = nil, align
   end
   if type(body) ~= "function" then
      complain.expected("with", "body", "function", body)
   end
   local block = new("with", size, align)
   return finish(block, pcall(body, block))
end

return setmetatable({ with = with }, {
   __call = function(_, size, align)
      return new("block", size, align)
   end,
})
