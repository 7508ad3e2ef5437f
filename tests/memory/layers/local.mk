# The tests of the layers, each through its own header: one program, linked with
# the parts of the library, one file a layer. And a program that links only the
# primitives of them, and one that defines system calls itself.

if HAVE_CHECK
check_PROGRAMS += %D%/layers
TESTS += %D%/layers
if POSIX
check_PROGRAMS += %D%/primitives %D%/refused_unseal
TESTS += %D%/primitives %D%/refused_unseal
endif
endif

%C%_layers_CPPFLAGS = $(AM_CPPFLAGS) $(run_cppflags) -D_GNU_SOURCE -I$(top_srcdir)/tests \
  -I$(top_srcdir)/%D% -I$(top_srcdir)/libvera_memory
%C%_layers_CFLAGS = $(AM_CFLAGS) -pthread
%C%_layers_LDADD = libvera_memory/libvera_memory_internal.la $(run_ldadd)
%C%_layers_SOURCES = \
  %D%/arena.c \
  %D%/cache.c \
  %D%/central.c \
  %D%/check/check.c \
  %D%/check/group.c \
  %D%/check/guarded.c \
  %D%/check/map.c \
  %D%/check/mark.c \
  %D%/check/place.c \
  %D%/check/record.c \
  %D%/class.c \
  %D%/examine.c \
  %D%/flush.c \
  %D%/gate.c \
  %D%/idle_runs.c \
  %D%/idle_runs.h \
  %D%/large.c \
  %D%/large_cache.c \
  %D%/layers.c \
  %D%/layers.h \
  %D%/lock.c \
  %D%/map.c \
  %D%/mapping.c \
  %D%/pool.c \
  %D%/run_record.c \
  %D%/run_set.c \
  %D%/side.c \
  %D%/slab.c \
  %D%/surplus.c \
  %D%/taking.c
if POSIX
%C%_layers_CPPFLAGS += -I$(top_srcdir)/libvera_memory/posix
%C%_layers_SOURCES += \
  %D%/posix/bare.h \
  %D%/posix/examine.c \
  %D%/posix/extents.c \
  %D%/posix/inside.c \
  %D%/posix/interrupted.c \
  %D%/posix/layers.c \
  %D%/posix/loan.c \
  %D%/posix/primitive.c \
  %D%/posix/print.c \
  %D%/posix/sys.c
endif
if WINDOWS
%C%_layers_CPPFLAGS += -I$(top_srcdir)/libvera_memory/windows
%C%_layers_SOURCES += \
  %D%/windows/layers.c \
  %D%/windows/primitive.c
endif

%C%_primitives_CPPFLAGS = $(AM_CPPFLAGS) $(run_cppflags) -D_GNU_SOURCE -I$(top_srcdir)/tests \
  -I$(top_srcdir)/tests/memory/contract
%C%_primitives_CFLAGS = $(AM_CFLAGS) -pthread
%C%_primitives_LDADD = libvera_memory/libvera_memory_internal.la tests/memory/contract/libcontract.a \
  $(run_ldadd)

%C%_refused_unseal_CPPFLAGS = $(AM_CPPFLAGS) $(run_cppflags) -D_GNU_SOURCE -I$(top_srcdir)/tests \
  -I$(top_srcdir)/libvera_memory -I$(top_srcdir)/libvera_memory/posix
%C%_refused_unseal_CFLAGS = $(AM_CFLAGS) -pthread
%C%_refused_unseal_LDADD = libvera_memory/libvera_memory_internal.la $(run_ldadd)
