rockspec_format = "3.0"
package = "vera-memory"
version = "1.0.0-1"
source = {
   -- The sources are the files around this one: luarocks make takes no others.
   url = "file://.",
}
description = {
   summary = "Raw heap memory for LuaJIT: the VERA language's module vera:memory",
   detailed = [[
The functions of the module vera:memory through LuaJIT's ffi, and blocks of memory that know their
size, check their bounds and are freed once.]],
   license = "MIT",
   labels = { "ffi", "luajit", "memory" },
}
supported_platforms = { "unix" }
dependencies = {
   "lua == 5.1",
   "lua-cjson >= 2.1",
}
test_dependencies = {
   "busted >= 2.0",
}
build = {
   type = "make",
   build_variables = { PKG_CONFIG = "pkg-config", CFLAGS = "$(CFLAGS)" },
   install_variables = { LUADIR = "$(LUADIR)" },
}
test = {
   type = "busted",
}
