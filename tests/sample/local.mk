# vera:sample, a second module, for tests of everything that reads tables and
# manifests. tests/stage has it as stage/ has vera:memory.

check_DATA += tests/stage/sample.stamp
check_LTLIBRARIES += %D%/libvera_sample.la
abi_derived += \
  %D%/sample.json \
  %D%/sample.map \
  %D%/sample.sym
EXTRA_DIST += %D%/sample.abi

if VERSION_SCRIPT
sample_exports = %D%/sample.map
sample_exports_ldflag = -Wl,--version-script=$(sample_exports)
else
sample_exports = %D%/sample.sym
sample_exports_ldflag = -export-symbols $(sample_exports)
endif

# Without -rpath libtool makes no shared library of a library that is not installed.
%C%_libvera_sample_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/%D%/include
%C%_libvera_sample_la_SOURCES = \
  %D%/include/vera/sample.h \
  %D%/sample.c
%C%_libvera_sample_la_LDFLAGS = -version-info 1:0:0 -no-undefined -rpath $(libdir) \
  $(sample_exports_ldflag)
EXTRA_%C%_libvera_sample_la_DEPENDENCIES = $(sample_exports)

tests/stage/sample.stamp: %D%/sample.json %D%/libvera_sample.la $(stage_scripts)
	$(AM_V_GEN)$(stage) %D%/sample.json %D%/libvera_sample.la tests/stage/lib && : >$@
