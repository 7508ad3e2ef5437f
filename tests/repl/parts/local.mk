# Unit tests of the parts of vera-repl, each through its own header: one program,
# one file a part. The parts that need a module are tested in tests/repl/lines.

if HAVE_CHECK
if REPL
check_PROGRAMS += %D%/parts
TESTS += %D%/parts
endif
endif

%C%_parts_CPPFLAGS = $(repl_CPPFLAGS) $(run_cppflags) -I$(top_srcdir)/tests
%C%_parts_LDADD = tests/binding/libsupport.a $(repl_parts) $(run_ldadd)
%C%_parts_SOURCES = \
  %D%/blocks.c \
  %D%/complete.c \
  %D%/fault.c \
  %D%/line.c \
  %D%/parse.c \
  %D%/parts.c \
  %D%/parts.h \
  %D%/text.c \
  %D%/token.c \
  %D%/value.c \
  %D%/vet.c \
  tests/repl/capture.c \
  tests/repl/capture.h
