# vera:probe in two releases, and a build of the second without version nodes.
# Their manifests and version scripts are derived like those of every module.

abi_derived += \
  %D%/newer.json \
  %D%/newer.map \
  %D%/newer.sym \
  %D%/older.json \
  %D%/older.map \
  %D%/older.sym
EXTRA_DIST += \
  %D%/newer.abi \
  %D%/older.abi

check_DATA += \
  %D%/newer.json \
  %D%/older.json
check_LTLIBRARIES += \
  %D%/libnewer.la \
  %D%/libolder.la \
  %D%/libplain.la

if VERSION_SCRIPT
%C%_newer_exports = %D%/newer.map
%C%_newer_exports_ldflag = -Wl,--version-script=$(%C%_newer_exports)
%C%_older_exports = %D%/older.map
%C%_older_exports_ldflag = -Wl,--version-script=$(%C%_older_exports)
else
%C%_newer_exports = %D%/newer.sym
%C%_newer_exports_ldflag = -export-symbols $(%C%_newer_exports)
%C%_older_exports = %D%/older.sym
%C%_older_exports_ldflag = -export-symbols $(%C%_older_exports)
endif

# Without -rpath, libtool makes no shared library that is not installed.
%C%_ldflags = -module -avoid-version -no-undefined -rpath $(libdir)

%C%_libnewer_la_SOURCES = %D%/first.c %D%/second.c
%C%_libnewer_la_LDFLAGS = $(%C%_ldflags) $(%C%_newer_exports_ldflag)
EXTRA_%C%_libnewer_la_DEPENDENCIES = $(%C%_newer_exports)

%C%_libolder_la_SOURCES = %D%/first.c
%C%_libolder_la_LDFLAGS = $(%C%_ldflags) $(%C%_older_exports_ldflag)
EXTRA_%C%_libolder_la_DEPENDENCIES = $(%C%_older_exports)

%C%_libplain_la_SOURCES = %D%/first.c %D%/second.c
%C%_libplain_la_LDFLAGS = $(%C%_ldflags)
