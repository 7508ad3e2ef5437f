# vera-repl, a small host for calling the functions of modules by hand. All but
# main.c and the prompt is in a convenience library, which the unit tests link
# too. There are two prompts, with libedit and without it.

if REPL
bin_PROGRAMS += %D%/vera-repl
noinst_LTLIBRARIES += %D%/librepl.la
endif

# Not -I: only "" should find these headers, whose names are common ones.
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
# The binding is listed next to librepl.la and not in its LIBADD, where libtool
# would store the full path and cut it at a space.
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

# A Mach-O program records the full path of each library. This changes the binding's to
# @rpath, so that the installed tree can be moved.
if INSTALL_NAMES
if REPL
install-exec-hook:
	name=`sed -n "s/^dlname='\(.*\)'/\1/p" bindings/libvera_binding/libvera_binding.la` && \
	  $(INSTALL_NAME_TOOL) -change "$(libdir)/$$name" "@rpath/$$name" \
	    "$(DESTDIR)$(bindir)/vera-repl$(EXEEXT)"
endif
endif
