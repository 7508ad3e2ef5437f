# The library: the layers from the seven functions down to the primitives.

lib_LTLIBRARIES += %D%/libvera_memory.la
noinst_LTLIBRARIES += %D%/libvera_memory_internal.la
pkgconfig_DATA += %D%/vera_memory.pc
verainclude_HEADERS += %D%/include/vera/memory.h

%C%_libvera_memory_internal_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/%D%
%C%_libvera_memory_internal_la_CFLAGS = $(AM_CFLAGS) $(TLS_CFLAGS) -pthread
%C%_libvera_memory_internal_la_SOURCES = \
  %D%/bulk.c

%C%_libvera_memory_la_SOURCES =
%C%_libvera_memory_la_LIBADD = %D%/libvera_memory_internal.la
%C%_libvera_memory_la_LDFLAGS = -version-info $(MEMORY_VERSION_INFO) -no-undefined -Wl,-z,nodelete
