# The binding: one program for each clause of its contract. Most use only the
# public header and link the shared library.

binding_programs = \
  %D%/available \
  %D%/call \
  %D%/describe \
  %D%/exhaust \
  %D%/find \
  %D%/manifest \
  %D%/moved \
  %D%/open \
  %D%/quiet \
  %D%/refuse \
  %D%/screen \
  %D%/threads

if WINDOWS
binding_programs += %D%/native
endif

if BINDINGS
include %D%/probe/local.mk
if HAVE_CHECK
check_LIBRARIES += %D%/libsupport.a
check_PROGRAMS += $(binding_programs)
TESTS += $(binding_programs)
endif
if POSIX
check_PROGRAMS += %D%/secure_host
TESTS += %D%/secure.sh
endif
endif

dist_check_SCRIPTS += %D%/secure.sh
sh_files += %D%/secure.sh

binding_cppflags = \
  $(AM_CPPFLAGS) $(run_cppflags) -I$(top_srcdir)/%D% -I$(binding_tests_platform) -I$(binding_platform) \
  -I$(top_srcdir)/bindings/libvera_binding/include
binding_ldadd = %D%/libsupport.a bindings/libvera_binding/libvera_binding.la $(run_ldadd)

if WINDOWS
check_LTLIBRARIES += %D%/libneedy.la
endif
%C%_libneedy_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/sample/include
%C%_libneedy_la_SOURCES = %D%/windows/needy.c
%C%_libneedy_la_LIBADD = tests/sample/libvera_sample.la
%C%_libneedy_la_LDFLAGS = -module -avoid-version -no-undefined -rpath $(libdir)

# Shared by the programs.
%C%_libsupport_a_CPPFLAGS = $(binding_cppflags)
%C%_libsupport_a_SOURCES = \
  %D%/machine.h \
  %D%/opening.c \
  %D%/opening.h \
  %D%/staged.c \
  %D%/staged.h \
  %D%/tree.c \
  %D%/tree.h
if POSIX
binding_tests_platform = $(top_srcdir)/%D%/posix
%C%_libsupport_a_SOURCES += \
  %D%/posix/layout.h \
  %D%/posix/machine.c
endif
if WINDOWS
binding_tests_platform = $(top_srcdir)/%D%/windows
%C%_libsupport_a_SOURCES += \
  %D%/windows/layout.h \
  %D%/windows/machine.c \
  bindings/libvera_binding/windows/failure.c \
  bindings/libvera_binding/windows/wide.c
endif

%C%_available_CPPFLAGS = $(binding_cppflags)
%C%_available_LDADD = $(binding_ldadd)

%C%_call_CPPFLAGS = $(binding_cppflags)
%C%_call_LDADD = $(binding_ldadd)

%C%_describe_CPPFLAGS = $(binding_cppflags)
%C%_describe_LDADD = $(binding_ldadd)

# Contains the binding, so that the linker can wrap the C library's functions.
%C%_exhaust_CPPFLAGS = $(binding_cppflags) $(JANSSON_CFLAGS)
%C%_exhaust_LDFLAGS = -Wl,--wrap=calloc,--wrap=free,--wrap=malloc,--wrap=realloc
%C%_exhaust_SOURCES = \
  %D%/exhaust.c \
  %D%/exhausting.h
if POSIX
%C%_exhaust_LDFLAGS += -Wl,--wrap=fdopen,--wrap=realpath,--wrap=strdup
%C%_exhaust_SOURCES += %D%/posix/exhausting.c
endif
%C%_exhaust_LDADD = %D%/libsupport.a bindings/libvera_binding/libvera_binding_internal.la $(run_ldadd)

# Compiles the binding's search.c again, for another configured folder. The linker
# then does not take it from the binding's archive.
%C%_find_CPPFLAGS = $(binding_cppflags) -DVERA_MODULEDIR='configured_folder()'
%C%_find_SOURCES = \
  %D%/configured.c \
  %D%/configured.h \
  %D%/find.c
%C%_find_LDADD = %D%/libsupport.a bindings/libvera_binding/libvera_binding_internal.la $(run_ldadd)

%C%_manifest_CPPFLAGS = $(binding_cppflags)
%C%_manifest_LDADD = $(binding_ldadd)

# Loads the binding from a tree, so it does not link one.
%C%_moved_CPPFLAGS = $(binding_cppflags)
%C%_moved_LDADD = %D%/libsupport.a $(run_ldadd) $(DL_LIBS)

# Tests functions that are not exported.
%C%_native_CPPFLAGS = $(binding_cppflags)
%C%_native_LDADD = %D%/libsupport.a bindings/libvera_binding/libvera_binding_internal.la $(run_ldadd)
%C%_native_SOURCES = %D%/windows/native.c

%C%_open_CPPFLAGS = $(binding_cppflags)
%C%_open_LDADD = $(binding_ldadd)

%C%_quiet_CPPFLAGS = $(binding_cppflags)
%C%_quiet_LDADD = $(binding_ldadd)

%C%_refuse_CPPFLAGS = $(binding_cppflags)
%C%_refuse_LDADD = $(binding_ldadd)

# Tests functions that are not exported.
%C%_screen_CPPFLAGS = $(binding_cppflags) $(LIBFFI_CFLAGS)
%C%_screen_LDADD = %D%/libsupport.a bindings/libvera_binding/libvera_binding_internal.la $(run_ldadd)

# Contains the binding: for a set-user-id program, the loader finds no shared
# library of the build.
%C%_secure_host_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/bindings/libvera_binding/include
%C%_secure_host_LDADD = bindings/libvera_binding/libvera_binding_internal.la

%C%_threads_CPPFLAGS = $(binding_cppflags)
%C%_threads_CFLAGS = $(AM_CFLAGS) -pthread
%C%_threads_LDADD = $(binding_ldadd)
