# Tests that run single lines in a session with real modules: one program, one
# file a subject.

if HAVE_CHECK
if REPL
check_PROGRAMS += %D%/lines
TESTS += %D%/lines
endif
endif

%C%_lines_CPPFLAGS = $(repl_CPPFLAGS) $(run_cppflags) -I$(top_srcdir)/tests \
  -I$(top_srcdir)/tests/binding -I$(binding_tests_platform)
%C%_lines_LDADD = tests/binding/libsupport.a $(repl_parts) $(run_ldadd)
%C%_lines_SOURCES = \
  %D%/command.c \
  %D%/arithmetic.c \
  %D%/lines.c \
  %D%/lines.h \
  %D%/misuse.c \
  %D%/module.c \
  %D%/name.c \
  %D%/type.c \
  tests/repl/capture.c \
  tests/repl/capture.h
