# The tests. All print TAP: programs on Check through run.c, scripts through
# tap.sh. A folder tests one part of the project.

common_scripts = \
  %D%/program.sh \
  %D%/tap.sh \
  %D%/without_check.sh \
  %D%/without_shared.sh
dist_check_SCRIPTS += $(common_scripts)
sh_files += $(common_scripts)

if HAVE_CHECK
check_LIBRARIES += %D%/librun.a
else
TESTS += %D%/without_check.sh
endif
if !SHARED
TESTS += %D%/without_shared.sh
endif

# The flags and libraries of every test program on Check; main is among them.
run_ldadd = %D%/librun.a $(CHECK_LIBS)
if WINDOWS
run_cppflags = -I$(top_srcdir)/%D%/windows $(CHECK_CFLAGS) -D__USE_MINGW_ANSI_STDIO=1
else
run_cppflags = $(CHECK_CFLAGS)
endif

%C%_librun_a_CPPFLAGS = $(AM_CPPFLAGS) $(run_cppflags) -D_GNU_SOURCE -I$(top_srcdir)/%D%
%C%_librun_a_SOURCES = \
  %D%/apart.h \
  %D%/environment.h \
  %D%/maps.h \
  %D%/run.c \
  %D%/run.h
if POSIX
%C%_librun_a_SOURCES += \
  %D%/posix/apart.c \
  %D%/posix/environment.c \
  %D%/posix/maps.c
endif
if WINDOWS
%C%_librun_a_SOURCES += \
  %D%/windows/apart.c \
  %D%/windows/check.h \
  %D%/windows/environment.c \
  %D%/windows/process.c \
  %D%/windows/process.h \
  %D%/windows/scratch.c \
  %D%/windows/scratch.h
endif

include %D%/abi/local.mk
include %D%/bench/local.mk
include %D%/binding/local.mk
include %D%/fuzz/local.mk
include %D%/install/local.mk
include %D%/memory/local.mk
include %D%/model/local.mk
include %D%/misuse/local.mk
include %D%/mutation/local.mk
include %D%/peers/local.mk
include %D%/repl/local.mk
include %D%/sample/local.mk
