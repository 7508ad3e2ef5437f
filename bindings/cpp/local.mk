# C++: a header, and a library that replaces the operators new and delete.

verainclude_HEADERS += %D%/include/vera/memory.hpp

if NEW
lib_LTLIBRARIES += %D%/libvera_memory_new.la
pkgconfig_DATA += %D%/vera_memory_new.pc
endif

# PIN_LDFLAGS, because a plugin that is linked with it leaves blocks behind when it is closed.
# libvera_memory is named to the linker and not to libtool: libtool cannot read a library's file
# in a folder with a space, and it would write the build folder into this library.
%C%_libvera_memory_new_la_CXXFLAGS = -std=c++17 -Wall -Wextra $(REPRODUCIBLE_CFLAGS)
%C%_libvera_memory_new_la_LDFLAGS = -version-info $(NEW_VERSION_INFO) -no-undefined $(PIN_LDFLAGS) \
  $(BESIDE_LDFLAGS) -Wl,-Llibvera_memory/.libs -Wl,-lvera_memory \
  -export-symbols-regex '^_?_Z(n[wa]|d[la])'
EXTRA_%C%_libvera_memory_new_la_DEPENDENCIES = libvera_memory/libvera_memory.la
%C%_libvera_memory_new_la_SOURCES = %D%/new.cc

cpp_scripts = \
  %D%/tests/header.sh \
  %D%/tests/installed.sh
dist_check_SCRIPTS += $(cpp_scripts)
sh_files += $(cpp_scripts) %D%/bench/containers.sh
TESTS += %D%/tests/header.sh
if SHARED
TESTS += %D%/tests/installed.sh
endif

EXTRA_DIST += \
  %D%/.clang-format \
  %D%/README.md \
  %D%/bench/calls.cc \
  %D%/bench/containers.cc \
  %D%/bench/containers.sh \
  %D%/bench/ratios.awk \
  %D%/tests/header.cc \
  %D%/tests/memory.cc \
  %D%/tests/new.cc \
  %D%/tests/process.hpp
