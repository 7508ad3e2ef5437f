-- SPDX-License-Identifier: MIT
-- Finding a module, and checking its manifest.

local cjson = require("cjson")
local ffi = require("ffi")
local load_module = require("vera.load")
local memory = require("vera.memory")
local moduledir = require("vera.moduledir")
local run = require("spec.run")

ffi.cdef([[
int setenv(const char *name, const char *value, int replace);
int unsetenv(const char *name);
char *mkdtemp(char *template);
int chdir(const char *folder);
]])

local C = ffi.C
local about = getmetatable(memory)
local NAMES = { "elf", "mach-o", "pe" }

local function read(path)
   local file = assert(io.open(path, "rb"))
   local text = file:read("*a")
   file:close()
   return text
end

local function write(path, text)
   local file = assert(io.open(path, "wb"))
   file:write(text)
   file:close()
   return path
end

local function look_in(...)
   C.setenv("VERA_MODULE_PATH", table.concat({ ... }, ":"), 1)
end

local function library_of(module)
   return getmetatable(module).library
end

local function refused(message, ...)
   local good, problem = pcall(load_module, ...)
   assert.is_false(good)
   assert.truthy(problem:find(message, 1, true), problem)
   return problem
end

describe("a module", function()
   local folder

   before_each(function()
      local template = ffi.new("char[?]", 32, "/tmp/vera-memory-XXXXXX")
      folder = ffi.string(C.mkdtemp(template))
   end)

   after_each(function()
      C.unsetenv("VERA_MODULE_PATH")
      os.execute("rm -rf " .. folder)
   end)

   -- Copies manifest and library, placed as installed. Returns the manifest's folder and its text.
   local function copy_tree(change)
      local modules = folder .. "/lib/vera/modules"
      os.execute("mkdir -p " .. modules)
      write(folder .. "/lib/" .. about.library:match("[^/]*$"), read(about.library))
      local text = (change or function(text) return text end)(read(about.path))
      write(modules .. "/memory.json", text)
      look_in(modules)
      return modules
   end

   -- Writes the manifest, with changes, to an empty folder that is searched first.
   local function changed(changes)
      local manifest = cjson.decode(read(about.path))
      for key, value in pairs(changes) do
         manifest[key] = value
      end
      look_in(folder)
      return write(folder .. "/memory.json", cjson.encode(manifest))
   end

   local function replacing(old, new)
      return function(text)
         local replaced, count = text:gsub(old, new)
         assert.is_true(count > 0)
         return replaced
      end
   end

   it("is found in the path first, then in the folder from pkg-config", function()
      local modules = copy_tree()
      look_in("/nowhere", modules)
      assert.equal(modules .. "/memory.json", getmetatable(load_module("memory")).path)
      C.unsetenv("VERA_MODULE_PATH")
      assert.not_equal("", moduledir)
      assert.equal(moduledir .. "/memory.json", getmetatable(load_module("memory")).path)
   end)

   it("is not looked for in the path of a user with fewer rights", function()
      if C.geteuid() ~= 0 then
         return pending("only root can have other rights than its user")
      end
      local modules = copy_tree()
      local program = [[
         local ffi = require("ffi")
         ffi.cdef("int setreuid(int real, int effective); int setregid(int real, int effective);")
         local load = require("vera.load")
         assert(ffi.C.%s(65534, -1) == 0)
         io.write(getmetatable(load("memory")).library)
      ]]
      for _, call in ipairs({ "setreuid", "setregid" }) do
         assert.equal(about.library, run(program:format(call), { VERA_MODULE_PATH = modules }))
      end
   end)

   it("may be moved", function()
      copy_tree()
      local moved = load_module("memory")
      assert.equal(folder .. "/lib/" .. about.library:match("[^/]*$"), library_of(moved))
      moved.free(moved.allocate(100), 100)
   end)

   it("has its library beside its manifest, not beside a link to it", function()
      local modules = copy_tree()
      local links = folder .. "/links"
      os.execute(("mkdir %s && ln -s %s/memory.json %s"):format(links, modules, links))
      look_in(links)
      assert.equal(folder .. "/lib/" .. about.library:match("[^/]*$"), library_of(load_module("memory")))
   end)

   it("that is not found is an error that lists the places", function()
      look_in("/nowhere", "relative")
      local problem = refused("'vera:missing' not found", "missing")
      local usual = { "/usr/local/lib/vera/modules", "/usr/lib/vera/modules" }
      for _, place in ipairs({ "/nowhere", moduledir, usual[1], usual[2] }) do
         assert.truthy(problem:find(place .. "/missing.json", 1, true), problem)
      end
      assert.matches("relative/missing.json' %(passed over", problem)
   end)

   it("is not looked for in the current folder", function()
      write(folder .. "/missing.json", "{}")
      local before = os.getenv("PWD")
      C.chdir(folder)
      for _, path in ipairs({ "", ".", ":" }) do
         look_in(path)
         refused("not found", "missing")
      end
      C.chdir(before)
   end)

   it("needs a valid name", function()
      for _, name in ipairs({ "../memory", "Memory", "", "memory.json", "me mory", "memory\n", "1m", 1 }) do
         refused("bad argument 'name' to 'load'", name)
      end
      refused("bad argument 'name' to 'load'", nil)
   end)

   it("of a later format is refused", function()
      local path = changed({ format = 2 })
      refused(path .. ": 'format' must be 1, the known format, not 2", "memory")
   end)

   it("may have unknown keys", function()
      changed({ news = { more = 1 } })
      assert.is_function(load_module("memory").allocate)
   end)

   it("that is broken is refused", function()
      local text = read(about.path)
      for broken, why in pairs({
         [text:sub(1, -4)] = "",
         ["[]"] = "'format' must be 1",
         ["{}"] = "'format' must be 1",
         ["1"] = "an object",
         ['{"format": 1, "module": "memory"}'] = "",
         [text:gsub('"module": "memory"', '"module": "other"')] = "'module' must be 'memory'",
         [text:gsub('"allocate"', '"a)"')] = "'functions[0].name' must be a name",
         [text:gsub('"name": "count"', '"name": "count, ..."')] = ".name' must be a name",
      }) do
         local path = write(folder .. "/memory.json", broken)
         look_in(folder)
         assert.truthy(refused(why, "memory"):find(path .. ": ", 1, true))
      end
   end)

   -- Keys that are ignored, and keys that may be missing.
   local IGNORED = { prefix = true, ["mach-o"] = ffi.os ~= "OSX", pe = true, elf = ffi.os == "OSX" }
   local OPTIONAL = {
      const = true, reads = true, writes = true, nonnull = true, disjoint = true,
      consumes = true, owned = true, nullable = true, extends = true,
   }

   -- Calls `visit` with each object or array in a value, and each of its keys.
   local function each_key(value, visit)
      local keys = {}
      for key in pairs(value) do
         table.insert(keys, key)
      end
      for _, key in ipairs(keys) do
         if not IGNORED[key] then
            visit(value, key)
            if type(value[key]) == "table" then
               each_key(value[key], visit)
            end
         end
      end
   end

   it("that is damaged is refused", function()
      local manifest = cjson.decode(read(about.path))
      local path = folder .. "/memory.json"
      look_in(folder)
      local function refuse_with(owner, key, wrong)
         local right = owner[key]
         owner[key] = wrong
         write(path, cjson.encode(manifest))
         owner[key] = right
         local message = ("%s = %s is refused"):format(key, cjson.encode(wrong))
         local good, problem = pcall(load_module, "memory")
         assert.is_false(good, message)
         assert.truthy(problem:find(path .. ": ", 1, true), message .. ": " .. problem)
      end
      each_key(manifest, function(owner, key)
         if type(key) == "string" and not OPTIONAL[key] then
            refuse_with(owner, key, nil)
         end
         refuse_with(owner, key, cjson.null)
         refuse_with(owner, key, -1)
         if key ~= "symbol" then
            refuse_with(owner, key, "no such")
         end
      end)
   end)

   it("names its library without a folder", function()
      for _, name in ipairs({ "../libvera_memory.so.1", "/libvera_memory.so.1", "..", "." , "" }) do
         local library = {}
         for _, format in ipairs(NAMES) do
            library[format] = name
         end
         changed({ library = library })
         refused("must be the name of a file", "memory")
      end
   end)

   it("without its library is an error that lists the places", function()
      local library = {}
      for _, format in ipairs(NAMES) do
         library[format] = "libvera_none.so.1"
      end
      local path = changed({ library = library })
      local problem = refused(path, "memory")
      assert.truthy(problem:find("/libvera_none.so.1", 1, true))
      assert.truthy(problem:find("by the loader", 1, true))
   end)

   it("takes no other library if its own is broken", function()
      copy_tree()
      local path = write(folder .. "/lib/" .. about.library:match("[^/]*$"), "no library")
      refused(path .. " cannot be loaded", "memory")
   end)

   it("needs its symbols", function()
      copy_tree(replacing('"vera_memory_free"', '"vera_memory_lose"'))
      refused("vera_memory_lose", "memory")
   end)

   it("needs its symbols at their nodes", function()
      if ffi.os ~= "Linux" then
         return pending("this system has no symbol nodes")
      end
      copy_tree(replacing("MEMORY_1.0", "MEMORY_9.0"))
      refused("MEMORY_9.0", "memory")
   end)

   it("that is newer has more functions", function()
      local modules = os.getenv("newer_modules")
      if not modules then
         return pending("newer_modules is not set")
      end
      local printed = run([[
         local block, memory = require("vera.block"), require("vera.memory")
         local one, other = block(8):fill(1), block(8):fill(1)
         other[5] = 2
         print(memory.compare_memory(one:pointer(), other:pointer(), 8))
         print(pcall(memory.compare_memory, nil, nil, 1))
      ]], { VERA_MODULE_PATH = modules })
      assert.matches("^5LL\nfalse\t.*bad argument 'left' to 'compare_memory'", printed)
   end)
end)
