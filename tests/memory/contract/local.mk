# A file a clause of the contract. These programs know the public header alone
# and link the shared library.

contract_programs = \
  %D%/allocate \
  %D%/allocate_aligned \
  %D%/bulk \
  %D%/free \
  %D%/late \
  %D%/misuse

if HAVE_CHECK
check_LIBRARIES += %D%/libcontract.a
check_PROGRAMS += $(contract_programs)
TESTS += $(contract_programs)
endif

contract_cppflags = $(AM_CPPFLAGS) $(CHECK_CFLAGS) -D_GNU_SOURCE -I$(top_srcdir)/tests
contract_cflags = $(AM_CFLAGS) -pthread
contract_ldadd = %D%/libcontract.a libvera_memory/libvera_memory.la $(CHECK_LIBS)

# What the programs share, main among it.
%C%_libcontract_a_CPPFLAGS = $(contract_cppflags)
%C%_libcontract_a_CFLAGS = $(contract_cflags)
%C%_libcontract_a_SOURCES = \
  %D%/child.c \
  %D%/child.h \
  %D%/pattern.c \
  %D%/pattern.h \
  %D%/sizes.c \
  %D%/sizes.h \
  %D%/status.c \
  %D%/status.h \
  tests/run.c \
  tests/run.h

%C%_allocate_CPPFLAGS = $(contract_cppflags)
%C%_allocate_CFLAGS = $(contract_cflags)
%C%_allocate_LDADD = $(contract_ldadd)

%C%_allocate_aligned_CPPFLAGS = $(contract_cppflags)
%C%_allocate_aligned_CFLAGS = $(contract_cflags)
%C%_allocate_aligned_LDADD = $(contract_ldadd)

%C%_bulk_CPPFLAGS = $(contract_cppflags)
%C%_bulk_CFLAGS = $(contract_cflags)
%C%_bulk_LDADD = $(contract_ldadd)

%C%_free_CPPFLAGS = $(contract_cppflags)
%C%_free_CFLAGS = $(contract_cflags)
%C%_free_LDADD = $(contract_ldadd)

%C%_late_CPPFLAGS = $(contract_cppflags)
%C%_late_CFLAGS = $(contract_cflags)
%C%_late_LDADD = $(contract_ldadd)

%C%_misuse_CPPFLAGS = $(contract_cppflags)
%C%_misuse_CFLAGS = $(contract_cflags)
%C%_misuse_LDADD = $(contract_ldadd)
%C%_misuse_SOURCES = \
  %D%/misuse.c \
  %D%/misuses.c \
  %D%/misuses.h
