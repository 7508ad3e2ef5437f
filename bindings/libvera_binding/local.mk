# The binding: finds a module's manifest, loads its library, and calls its
# functions. VERA interpreters link it.

if BINDINGS
lib_LTLIBRARIES += %D%/libvera_binding.la
noinst_LTLIBRARIES += %D%/libvera_binding_internal.la
pkgconfig_DATA += %D%/vera_binding.pc
verainclude_HEADERS += %D%/include/vera/binding.h
endif

%C%_libvera_binding_internal_la_CPPFLAGS = \
  $(AM_CPPFLAGS) -I$(binding_platform) -I$(top_srcdir)/%D%/include -DVERA_MODULEDIR='"$(moduledir)"' \
  $(LIBFFI_CFLAGS) $(JANSSON_CFLAGS)
%C%_libvera_binding_internal_la_CFLAGS = $(AM_CFLAGS) $(CALL_CFLAGS) $(TLS_CFLAGS)
%C%_libvera_binding_internal_la_SOURCES = \
  %D%/call.c \
  %D%/check.c \
  %D%/check.h \
  %D%/error.c \
  %D%/error.h \
  %D%/file.c \
  %D%/file.h \
  %D%/function.c \
  %D%/function.h \
  %D%/json.c \
  %D%/json.h \
  %D%/library.c \
  %D%/library.h \
  %D%/loader.h \
  %D%/manifest.c \
  %D%/manifest.h \
  %D%/module.c \
  %D%/name.c \
  %D%/name.h \
  %D%/parameter.c \
  %D%/parameter.h \
  %D%/path.h \
  %D%/pool.c \
  %D%/pool.h \
  %D%/position.c \
  %D%/position.h \
  %D%/public.h \
  %D%/screen.c \
  %D%/screen.h \
  %D%/search.c \
  %D%/search.h \
  %D%/signature.c \
  %D%/signature.h \
  %D%/type.c \
  %D%/type.h
if POSIX
binding_platform = $(top_srcdir)/%D%/posix
%C%_libvera_binding_internal_la_SOURCES += \
  %D%/posix/errno_address.h \
  %D%/posix/format.h \
  %D%/posix/loader.c \
  %D%/posix/path.c
endif
if WINDOWS
binding_platform = $(top_srcdir)/%D%/windows
%C%_libvera_binding_internal_la_SOURCES += \
  %D%/windows/errno_address.h \
  %D%/windows/failure.c \
  %D%/windows/failure.h \
  %D%/windows/format.h \
  %D%/windows/loader.c \
  %D%/windows/path.c \
  %D%/windows/wide.c \
  %D%/windows/wide.h
endif
%C%_libvera_binding_internal_la_LIBADD = $(LIBFFI_LIBS) $(JANSSON_LIBS) $(DL_LIBS)

%C%_libvera_binding_la_SOURCES =
%C%_libvera_binding_la_LIBADD = %D%/libvera_binding_internal.la
%C%_libvera_binding_la_LDFLAGS = -version-info $(BINDING_VERSION_INFO) -no-undefined $(RUNTIME_LDFLAGS) \
  $(binding_exports_ldflag)
EXTRA_%C%_libvera_binding_la_DEPENDENCIES = $(binding_exports)
