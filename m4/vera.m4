# What configure asks on behalf of the libraries: one macro a question.

# VERA_PLATFORM
# Chooses the folder that holds everything which knows the operating system.
AC_DEFUN([VERA_PLATFORM],
[AC_REQUIRE([AC_CANONICAL_HOST])
AS_CASE([$host_os],
  [linux* | darwin* | *bsd*], [vera_platform=posix],
  [mingw*], [vera_platform=windows],
  [AC_MSG_ERROR([there is no folder for $host_os beside libvera_memory/posix and libvera_memory/windows])])
AM_CONDITIONAL([POSIX], [test "$vera_platform" = posix])
AM_CONDITIONAL([WINDOWS], [test "$vera_platform" = windows])
# A library needs no other than the system's: the compiler's own becomes a part of it.
AS_IF([test "$vera_platform" = windows], [RUNTIME_LDFLAGS='-XCClinker -static-libgcc'])
AC_SUBST([RUNTIME_LDFLAGS])
])

# VERA_COMPILER_FLAG(VARIABLE, FLAG)
# Appends FLAG to the output variable VARIABLE if the compiler takes it without
# a word. -Werror, because clang only warns of a flag it does not know.
AC_DEFUN([VERA_COMPILER_FLAG],
[AC_REQUIRE([AC_PROG_CC])
AC_MSG_CHECKING([whether $CC takes $2])
vera_saved_CFLAGS=$CFLAGS
CFLAGS="$CFLAGS -Werror $2"
AC_COMPILE_IFELSE([AC_LANG_PROGRAM()],
  [AC_MSG_RESULT([yes])
   $1="${$1:+$$1 }$2"],
  [AC_MSG_RESULT([no])])
CFLAGS=$vera_saved_CFLAGS
AC_SUBST([$1])
])

# VERA_PIN
# The linker's word for a library that stays once it is opened: threads hold
# state in it. Where the linker has none, the platform's folder sees to it.
AC_DEFUN([VERA_PIN],
[AC_REQUIRE([LT_INIT])
AC_MSG_CHECKING([whether the linker takes -z nodelete])
vera_saved_LDFLAGS=$LDFLAGS
LDFLAGS="$LDFLAGS -shared -fPIC -Wl,-z,nodelete"
AC_LINK_IFELSE([AC_LANG_SOURCE([int probe(void); int probe(void) { return 0; }])],
  [AC_MSG_RESULT([yes])
   AC_DEFINE([HAVE_LINKER_NODELETE], [1], [The linker marks a library as one that stays.])
   PIN_LDFLAGS=-Wl,-z,nodelete],
  [AC_MSG_RESULT([no])])
LDFLAGS=$vera_saved_LDFLAGS
AC_SUBST([PIN_LDFLAGS])
])

# VERA_ORIGIN
# How an installed program finds the libraries that were installed with it, in a
# tree that may have been moved: by the way from its folder to theirs. In ELF it stands
# after what the user's LD_LIBRARY_PATH says, hence the new tags. In Mach-O a program has the
# whole path of a library, which the library told the linker, unless that is changed
# afterwards. Windows looks beside the program, where libtool installs the library.
AC_DEFUN([VERA_ORIGIN],
[AC_REQUIRE([VERA_PLATFORM])
vera_prefix=$prefix vera_exec_prefix=$exec_prefix
test "$prefix" != NONE || prefix=$ac_default_prefix
test "$exec_prefix" != NONE || exec_prefix=$prefix
eval "vera_from=\"$bindir\" vera_to=\"$libdir\""
eval "vera_from=\"$vera_from\" vera_to=\"$vera_to\""
prefix=$vera_prefix exec_prefix=$vera_exec_prefix
AC_MSG_CHECKING([for the way from $vera_from to $vera_to])
vera_to=$vera_to/ vera_up=
until AS_CASE([$vera_to], ["$vera_from"/*], [:], [false])
do
  vera_from=${vera_from%/*}
  vera_up=../$vera_up
done
vera_way=$vera_up${vera_to#"$vera_from"/}
AC_MSG_RESULT([$vera_way])
AS_CASE([$host_os],
  [darwin*],
    [ORIGIN_LDFLAGS="-Wl,-rpath,'@loader_path/$vera_way'"
     AC_CHECK_TOOL([INSTALL_NAME_TOOL], [install_name_tool], [:])],
  [mingw*], [ORIGIN_LDFLAGS=],
  [ORIGIN_LDFLAGS="-Wl,--enable-new-dtags -Wl,-rpath,'\$\$ORIGIN/$vera_way'"])
AC_SUBST([ORIGIN_LDFLAGS])
AM_CONDITIONAL([INSTALL_NAMES], [test -n "$INSTALL_NAME_TOOL"])
])

# VERA_BESIDE
# How a library finds another that was installed beside it, in a tree that may have been
# moved. In Mach-O it has the other's whole path.
AC_DEFUN([VERA_BESIDE],
[AC_REQUIRE([VERA_PLATFORM])
AS_CASE([$host_os], [darwin*], [],
  [BESIDE_LDFLAGS="-Wl,--enable-new-dtags -Wl,-rpath,'\$\$ORIGIN'"])
AC_SUBST([BESIDE_LDFLAGS])
])

# VERA_VISIBILITY
# Nothing is exported unless a list of symbols says so.
AC_DEFUN([VERA_VISIBILITY],
[VERA_COMPILER_FLAG([VISIBILITY_CFLAGS], [-fvisibility=hidden])])

# VERA_VERSION_SCRIPT
# ELF linkers take a version script; the others take libtool's plain list of
# symbols. libtool refuses both at once. Of the linkers for Windows some take a
# script, some take it without heeding it, and no DLL has nodes.
AC_DEFUN([VERA_VERSION_SCRIPT],
[AC_REQUIRE([LT_INIT])
AC_REQUIRE([VERA_PLATFORM])
AC_MSG_CHECKING([whether the linker takes a version script])
vera_saved_LDFLAGS=$LDFLAGS
echo 'VERA_PROBE_1.0 { global: probe; local: *; };' >conftest.map
LDFLAGS="$LDFLAGS -shared -fPIC -Wl,--version-script=conftest.map"
AC_LINK_IFELSE([AC_LANG_SOURCE([int probe(void); int probe(void) { return 0; }])],
  [vera_version_script=yes], [vera_version_script=no])
test "$vera_platform" = posix || vera_version_script=no
LDFLAGS=$vera_saved_LDFLAGS
rm -f conftest.map
AC_MSG_RESULT([$vera_version_script])
AM_CONDITIONAL([VERSION_SCRIPT], [test "$vera_version_script" = yes])
])

# VERA_TLS
# How the library reaches its one word of thread-local storage. Initial-exec
# costs least (36 instructions a pair against 46 with TLS descriptors), and
# glibc keeps room for it in libraries that are opened at run time. musl does
# not: there, and wherever the C library is not known, the word is reached by
# TLS descriptors if the compiler has them.
AC_DEFUN([VERA_TLS],
[AC_MSG_CHECKING([for a C library that opens initial-exec libraries at run time])
AC_PREPROC_IFELSE([AC_LANG_SOURCE([[#include <limits.h>
#if !defined(__GLIBC__)
#error none
#endif
]])], [vera_initial_exec=yes], [vera_initial_exec=no])
AC_MSG_RESULT([$vera_initial_exec])
AS_IF([test $vera_initial_exec = yes],
  [TLS_CFLAGS=-ftls-model=initial-exec
   AC_SUBST([TLS_CFLAGS])],
  [VERA_COMPILER_FLAG([TLS_CFLAGS], [-mtls-dialect=gnu2])])
])

# VERA_ENVIRONMENT
# What a POSIX system tells of the environment of a set-user-id program: glibc and
# musl have secure_getenv, macOS and the BSDs issetugid.
AC_DEFUN([VERA_ENVIRONMENT],
[AC_REQUIRE([VERA_PLATFORM])
AC_CHECK_FUNCS([issetugid secure_getenv])
AS_CASE([$vera_platform,$ac_cv_func_issetugid$ac_cv_func_secure_getenv], [posix,nono],
  [AC_MSG_ERROR([neither secure_getenv nor issetugid tells a set-user-id program])])
])

# VERA_LOADER
# What the binding asks of the system's loader. dlvsym finds a symbol at its node; a
# C library without it (musl) finds symbols by their names alone.
AC_DEFUN([VERA_LOADER],
[DL_LIBS=
AC_CHECK_FUNC([dlopen], [], [AC_CHECK_LIB([dl], [dlopen], [DL_LIBS=-ldl])])
AC_SUBST([DL_LIBS])
vera_saved_LIBS=$LIBS
LIBS="$DL_LIBS $LIBS"
AC_CHECK_FUNCS([dlinfo dlvsym])
LIBS=$vera_saved_LIBS
])

# VERA_REPRODUCIBLE
# Two builds in different folders give identical libraries, and no file that is
# installed names a folder of the build: debug information names the files as
# seen from the top of the tree. Sources are named from the build folder, in
# debug information and in __FILE__, so these two are all there is to replace;
# the last one that fits is the one that counts.
AC_DEFUN([VERA_REPRODUCIBLE],
[VERA_COMPILER_FLAG([REPRODUCIBLE_CFLAGS], [-ffile-prefix-map=/nowhere=.])
AS_IF([test -n "$REPRODUCIBLE_CFLAGS"],
  [REPRODUCIBLE_CFLAGS='-ffile-prefix-map="$(top_srcdir)=." -ffile-prefix-map="$(abs_top_builddir)=."'])
])

# VERA_WARNINGS
# Asked for in every build, never made errors: a new compiler's new warning
# must not stop a packager.
AC_DEFUN([VERA_WARNINGS],
[m4_foreach_w([flag],
  [-Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla],
  [VERA_COMPILER_FLAG([WARNING_CFLAGS], flag)])
])

# VERA_CXX17
# Sets vera_cv_cxx17 to yes where there is a compiler for C++17.
AC_DEFUN([VERA_CXX17],
[AC_LANG_PUSH([C++])
AC_CACHE_CHECK([whether $CXX compiles C++17], [vera_cv_cxx17],
  [vera_saved_CXXFLAGS=$CXXFLAGS
   CXXFLAGS="$CXXFLAGS -std=gnu++17"
   AC_COMPILE_IFELSE([AC_LANG_SOURCE([@%:@include <memory_resource>])],
     [vera_cv_cxx17=yes], [vera_cv_cxx17=no])
   CXXFLAGS=$vera_saved_CXXFLAGS])
AC_LANG_POP([C++])
])

# VERA_BENCH
# Sets vera_bench to yes where the benchmark can be built: it knows glibc's own
# names and Linux's /proc, and holds a program in C++17.
AC_DEFUN([VERA_BENCH],
[AC_REQUIRE([VERA_CXX17])
vera_bench=no
AC_CHECK_HEADERS([gnu/libc-version.h], [vera_bench=$vera_cv_cxx17])
])

# VERA_SETTINGS
# Makes a build compile everything anew after configure ran again with another result.
# All sources include config.h, and config.status rewrites that only if its content
# changes, so a sum of what else the objects depend on is a part of it: compilers,
# flags, libraries, what is built, and where it goes. To be called last.
AC_DEFUN([VERA_SETTINGS],
[vera_sum=$(for vera_name in $ac_subst_vars pic_mode; do
  AS_CASE([$vera_name],
    [CC | CXX | LD | *FLAGS | *LIBS | *_TRUE | enable_* | pic_mode | *prefix | *dir],
      [AS_VAR_COPY([vera_value], [$vera_name])
       AS_ECHO(["$vera_name=$vera_value"])])
done | cksum)
AC_DEFINE_UNQUOTED([CONFIGURE_SUM], ["$vera_sum"],
  [A sum of the compilers, the flags and the folders that configure settled on.])
])
