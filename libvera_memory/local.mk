# The library: the layers from the exported functions down to the primitives.

lib_LTLIBRARIES += %D%/libvera_memory.la
noinst_LTLIBRARIES += %D%/libvera_memory_internal.la
pkgconfig_DATA += %D%/vera_memory.pc
verainclude_HEADERS += %D%/include/vera/memory.h %D%/include/vera/sys.h

%C%_libvera_memory_internal_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/%D% -D_GNU_SOURCE
%C%_libvera_memory_internal_la_CFLAGS = $(AM_CFLAGS) $(CALL_CFLAGS) $(PATH_CFLAGS) $(TLS_CFLAGS) -pthread
%C%_libvera_memory_internal_la_SOURCES = \
  %D%/allocation.c \
  %D%/annotate.h \
  %D%/arena.c \
  %D%/arena.h \
  %D%/arguments.c \
  %D%/arguments.h \
  %D%/aside.c \
  %D%/aside.h \
  %D%/bulk.c \
  %D%/cache.c \
  %D%/cache.h \
  %D%/central.c \
  %D%/central.h \
  %D%/central_lists.c \
  %D%/central_lists.h \
  %D%/check/block.c \
  %D%/check/block.h \
  %D%/check/budget.c \
  %D%/check/budget.h \
  %D%/check/check.c \
  %D%/check/check.h \
  %D%/check/group.c \
  %D%/check/group.h \
  %D%/check/guarded.c \
  %D%/check/guarded.h \
  %D%/check/leak.c \
  %D%/check/leak.h \
  %D%/check/look.c \
  %D%/check/look.h \
  %D%/check/map.c \
  %D%/check/map.h \
  %D%/check/mark.c \
  %D%/check/mark.h \
  %D%/check/place.c \
  %D%/check/place.h \
  %D%/check/quarantine.c \
  %D%/check/quarantine.h \
  %D%/check/record.c \
  %D%/check/record.h \
  %D%/check/report.c \
  %D%/check/report.h \
  %D%/child.c \
  %D%/child.h \
  %D%/class.h \
  %D%/class_table.h \
  %D%/cooling.c \
  %D%/cooling.h \
  %D%/examine.c \
  %D%/examine.h \
  %D%/export.h \
  %D%/fault.c \
  %D%/fault.h \
  %D%/fork.c \
  %D%/fork.h \
  %D%/forker.c \
  %D%/forker.h \
  %D%/gate.c \
  %D%/gate.h \
  %D%/idle.c \
  %D%/idle.h \
  %D%/large.c \
  %D%/large.h \
  %D%/large_cache.c \
  %D%/large_cache.h \
  %D%/list.h \
  %D%/loan.c \
  %D%/loan.h \
  %D%/map.c \
  %D%/map.h \
  %D%/mapping.c \
  %D%/mapping.h \
  %D%/misuse.c \
  %D%/misuse.h \
  %D%/mode.c \
  %D%/mode.h \
  %D%/once.c \
  %D%/once.h \
  %D%/pages.h \
  %D%/pool.c \
  %D%/pool.h \
  %D%/primitive.c \
  %D%/print.c \
  %D%/print.h \
  %D%/registry.c \
  %D%/registry.h \
  %D%/retained.c \
  %D%/retained.h \
  %D%/run_record.c \
  %D%/run_record.h \
  %D%/run_set.c \
  %D%/run_set.h \
  %D%/setting.c \
  %D%/setting.h \
  %D%/side.c \
  %D%/side.h \
  %D%/side_large.c \
  %D%/side_large.h \
  %D%/side_small.c \
  %D%/side_small.h \
  %D%/site.h \
  %D%/slab.c \
  %D%/slab.h \
  %D%/start.c \
  %D%/start.h \
  %D%/stats.c \
  %D%/stats.h \
  %D%/surplus.c \
  %D%/surplus.h \
  %D%/sys.c \
  %D%/system.h \
  %D%/taking.c \
  %D%/taking.h \
  %D%/trail.c \
  %D%/trail.h \
  %D%/waiting.c \
  %D%/waiting.h
if POSIX
%C%_libvera_memory_internal_la_CPPFLAGS += -I$(top_srcdir)/%D%/posix
%C%_libvera_memory_internal_la_SOURCES += \
  %D%/posix/annotate.c \
  %D%/posix/extent.c \
  %D%/posix/heap.h \
  %D%/posix/lock.c \
  %D%/posix/lock.h \
  %D%/posix/pages.c \
  %D%/posix/platform.h \
  %D%/posix/process.c \
  %D%/posix/site.c \
  %D%/posix/thread.c
endif
if WINDOWS
%C%_libvera_memory_internal_la_CPPFLAGS += -I$(top_srcdir)/%D%/windows -DWINVER=0x0601 -D_WIN32_WINNT=0x0601
%C%_libvera_memory_internal_la_SOURCES += \
  %D%/windows/annotate.c \
  %D%/windows/heap.c \
  %D%/windows/heap.h \
  %D%/windows/pages.c \
  %D%/windows/platform.h \
  %D%/windows/process.c \
  %D%/windows/site.c \
  %D%/windows/thread.c
endif

%C%_libvera_memory_la_SOURCES =
%C%_libvera_memory_la_LIBADD = %D%/libvera_memory_internal.la
%C%_libvera_memory_la_LDFLAGS = -version-info $(MEMORY_VERSION_INFO) -no-undefined $(PIN_LDFLAGS) $(RUNTIME_LDFLAGS) \
  $(memory_exports_ldflag)
EXTRA_%C%_libvera_memory_la_DEPENDENCIES = $(memory_exports)
