# vera-repl: a small host with which a person tries out modules. The parts are a
# library of their own for the unit tests; what reads from a person is not among
# them, because there are two of it.

if REPL
bin_PROGRAMS += %D%/vera-repl
noinst_LTLIBRARIES += %D%/librepl.la
endif

# Not -I: <check.h> is the test library's.
repl_CPPFLAGS = $(AM_CPPFLAGS) -I$(binding_platform) -iquote $(top_srcdir)/%D% -I$(top_srcdir)/bindings/libvera_binding/include

%C%_librepl_la_CPPFLAGS = $(repl_CPPFLAGS)
%C%_librepl_la_SOURCES = \
  %D%/alloc.c \
  %D%/alloc.h \
  %D%/blocks.c \
  %D%/blocks.h \
  %D%/builtin.c \
  %D%/builtin.h \
  %D%/command.c \
  %D%/command.h \
  %D%/complete.c \
  %D%/complete.h \
  %D%/describe.c \
  %D%/describe.h \
  %D%/evaluate.c \
  %D%/evaluate.h \
  %D%/fault.c \
  %D%/fault.h \
  %D%/line.c \
  %D%/line.h \
  %D%/parse.c \
  %D%/parse.h \
  %D%/session.c \
  %D%/session.h \
  %D%/statement.c \
  %D%/statement.h \
  %D%/system.h \
  %D%/text.c \
  %D%/text.h \
  %D%/token.c \
  %D%/token.h \
  %D%/tree.h \
  %D%/typecheck.c \
  %D%/typecheck.h \
  %D%/value.c \
  %D%/value.h \
  %D%/vet.c \
  %D%/vet.h
if POSIX
%C%_librepl_la_SOURCES += \
  %D%/posix/system.c
endif
if WINDOWS
%C%_librepl_la_SOURCES += \
  %D%/windows/system.c \
  bindings/libvera_binding/windows/failure.c \
  bindings/libvera_binding/windows/wide.c
endif
# The binding is named beside the parts and not in their LIBADD: libtool would
# keep its full path there, and cut that at a space.
repl_parts = %D%/librepl.la bindings/libvera_binding/libvera_binding.la

%C%_vera_repl_CPPFLAGS = $(repl_CPPFLAGS) $(LIBEDIT_CFLAGS)
%C%_vera_repl_SOURCES = \
  %D%/main.c \
  %D%/prompt.h
if LIBEDIT
%C%_vera_repl_SOURCES += \
  %D%/history.h \
  %D%/posix/history.c \
  %D%/posix/prompt_libedit.c
else
%C%_vera_repl_SOURCES += \
  %D%/prompt_plain.c
endif
%C%_vera_repl_LDADD = $(repl_parts) $(LIBEDIT_LIBS)
%C%_vera_repl_LDFLAGS = $(ORIGIN_LDFLAGS)

# A Mach-O program has the whole path of a library; from here on it is looked for on
# the way to it.
if INSTALL_NAMES
if REPL
install-exec-hook:
	name=`sed -n "s/^dlname='\(.*\)'/\1/p" bindings/libvera_binding/libvera_binding.la` && \
	  $(INSTALL_NAME_TOOL) -change "$(libdir)/$$name" "@rpath/$$name" \
	    "$(DESTDIR)$(bindir)/vera-repl$(EXEEXT)"
endif
endif
