# The layers, each through its own header: one program, linked with what the
# library is made of, one file a layer.

if HAVE_CHECK
check_PROGRAMS += %D%/layers
TESTS += %D%/layers
endif

%C%_layers_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS) -D_GNU_SOURCE -I$(top_srcdir)/tests \
  -I$(top_srcdir)/libvera_memory -I$(top_srcdir)/libvera_memory/posix
%C%_layers_CFLAGS = $(AM_CFLAGS) -pthread
%C%_layers_LDADD = libvera_memory/libvera_memory_internal.la $(CHECK_LIBS)
%C%_layers_SOURCES = \
  %D%/cache.c \
  %D%/central.c \
  %D%/class.c \
  %D%/kept.c \
  %D%/large.c \
  %D%/layers.c \
  %D%/layers.h \
  %D%/map.c \
  %D%/mark.c \
  %D%/node.c \
  %D%/primitive.c \
  %D%/record.c \
  %D%/region.c \
  %D%/retained.c \
  %D%/run.c \
  %D%/slab.c \
  tests/run.c \
  tests/run.h
