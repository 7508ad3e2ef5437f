# The questions that configure asks for this project, one macro each.

# VERA_PLATFORM
# Chooses the folder of the code that depends on the operating system.
AC_DEFUN([VERA_PLATFORM],
[AC_REQUIRE([AC_CANONICAL_HOST])
AS_CASE([$host_os],
  [linux* | darwin* | *bsd*], [vera_platform=posix],
  [mingw*], [vera_platform=windows],
  [AC_MSG_ERROR([$host_os is not supported: libvera_memory has folders only for posix and windows])])
AM_CONDITIONAL([POSIX], [test "$vera_platform" = posix])
AM_CONDITIONAL([WINDOWS], [test "$vera_platform" = windows])
# A library needs only the system's libraries: the compiler's runtime becomes a part of it.
AS_IF([test "$vera_platform" = windows], [RUNTIME_LDFLAGS='-XCClinker -static-libgcc'])
AC_SUBST([RUNTIME_LDFLAGS])
])

# VERA_COMPILER_FLAG(VARIABLE, FLAG)
# Appends FLAG to the output variable VARIABLE if the compiler accepts it silently.
# -Werror, because clang only warns of a flag it does not know.
AC_DEFUN([VERA_COMPILER_FLAG],
[AC_REQUIRE([AC_PROG_CC])
AC_MSG_CHECKING([whether $CC accepts $2])
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
# The linker's flag for a library that is never unloaded, because threads hold state
# in it. Where the linker has no such flag, the platform's folder pins the library.
AC_DEFUN([VERA_PIN],
[AC_REQUIRE([LT_INIT])
AC_MSG_CHECKING([whether the linker accepts -z nodelete])
vera_saved_LDFLAGS=$LDFLAGS
LDFLAGS="$LDFLAGS -shared -fPIC -Wl,-z,nodelete"
AC_LINK_IFELSE([AC_LANG_SOURCE([int probe(void); int probe(void) { return 0; }])],
  [AC_MSG_RESULT([yes])
   AC_DEFINE([HAVE_LINKER_NODELETE], [1], [Define to 1 if the linker marks the library as never unloaded.])
   PIN_LDFLAGS=-Wl,-z,nodelete],
  [AC_MSG_RESULT([no])])
LDFLAGS=$vera_saved_LDFLAGS
AC_SUBST([PIN_LDFLAGS])
])

# VERA_FOLDERS
# Expands the installation folders, and refuses those that libtool cannot install into.
# Sets vera_bindir, vera_libdir and so on.
AC_DEFUN([VERA_FOLDERS],
[vera_saved_prefix=$prefix vera_saved_exec_prefix=$exec_prefix
test "$prefix" != NONE || prefix=$ac_default_prefix
test "$exec_prefix" != NONE || exec_prefix=$prefix
for vera_name in prefix exec_prefix bindir docdir includedir libdir moduledir pkgconfigdir
do
  eval "vera_folder=\$$vera_name"
  until AS_CASE([$vera_folder], [*'${'*], [false])
  do
    eval "vera_folder=\"$vera_folder\""
  done
  AS_CASE([$vera_folder],
    [*[[[:space:]]]*],
      [AC_MSG_ERROR([$vera_name is "$vera_folder", but libtool cannot install into a folder with a space in its name])])
  eval "vera_$vera_name=\$vera_folder"
done
prefix=$vera_saved_prefix exec_prefix=$vera_saved_exec_prefix
])

# VERA_ORIGIN
# How an installed program finds the libraries installed with it, even after the tree
# was moved: by the relative path from its folder to theirs. In ELF the user's
# LD_LIBRARY_PATH is searched first, hence the new tags. A Mach-O program records the
# full path of a library, which it takes from the library, unless install_name_tool
# changes it afterwards. Windows looks in the program's folder, where libtool installs
# the library.
AC_DEFUN([VERA_ORIGIN],
[AC_REQUIRE([VERA_PLATFORM])
AC_REQUIRE([VERA_FOLDERS])
AC_MSG_CHECKING([for the path from $vera_bindir to $vera_libdir])
vera_from=$vera_bindir vera_to=$vera_libdir/ vera_up=
until AS_CASE([$vera_to], ["$vera_from"/*], [:], [false])
do
  vera_from=${vera_from%/*}
  vera_up=../$vera_up
done
vera_path=$vera_up${vera_to#"$vera_from"/}
AC_MSG_RESULT([$vera_path])
AS_CASE([$host_os],
  [darwin*],
    [ORIGIN_LDFLAGS="-Wl,-rpath,'@loader_path/$vera_path'"
     AC_CHECK_TOOL([INSTALL_NAME_TOOL], [install_name_tool], [:])],
  [mingw*], [ORIGIN_LDFLAGS=],
  [ORIGIN_LDFLAGS="-Wl,--enable-new-dtags -Wl,-rpath,'\$\$ORIGIN/$vera_path'"])
AC_SUBST([ORIGIN_LDFLAGS])
AM_CONDITIONAL([INSTALL_NAMES], [test -n "$INSTALL_NAME_TOOL"])
])

# VERA_BESIDE
# How a library finds another one installed in the same folder, even after the tree was
# moved. In Mach-O it records the other's full path.
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
# ELF linkers accept a version script; the others take libtool's plain list of
# symbols. libtool refuses both at once. Of the linkers for Windows some obey a
# script and some accept it but ignore it, and no DLL has nodes.
AC_DEFUN([VERA_VERSION_SCRIPT],
[AC_REQUIRE([LT_INIT])
AC_REQUIRE([VERA_PLATFORM])
AC_MSG_CHECKING([whether the linker accepts a version script])
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
# costs least (TLS descriptors take 10 instructions more a pair), and glibc
# reserves room for libraries opened at run time that use it. musl does not:
# there, and with any other C library, the word is reached through TLS
# descriptors if the compiler has them.
AC_DEFUN([VERA_TLS],
[AC_MSG_CHECKING([whether the C library opens initial-exec libraries at run time])
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
# How a POSIX system tells a set-user-id program from others, so that the program can
# ignore its environment: glibc and musl have secure_getenv, macOS and the BSDs issetugid.
AC_DEFUN([VERA_ENVIRONMENT],
[AC_REQUIRE([VERA_PLATFORM])
AC_CHECK_FUNCS([issetugid secure_getenv])
AS_CASE([$vera_platform,$ac_cv_func_issetugid$ac_cv_func_secure_getenv], [posix,nono],
  [AC_MSG_ERROR([the C library has neither secure_getenv nor issetugid to detect a set-user-id program])])
])

# VERA_NAMESPACES
# Whether the system's loader has namespaces, as glibc's dlmopen makes them, and lists
# what is loaded in the first.
AC_DEFUN([VERA_NAMESPACES],
[AC_MSG_CHECKING([whether the loader tells namespaces apart])
AC_LINK_IFELSE([AC_LANG_SOURCE([[#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
int main(void)
{
    Lmid_t base = LM_ID_BASE;
    const struct link_map *map = _r_debug.r_map;
    return (int)base + (map != 0 && map->l_ld != _DYNAMIC);
}
]])], [vera_namespaces=yes
  AC_DEFINE([HAVE_NAMESPACES], [1], [Define to 1 if the loader tells namespaces apart.])],
  [vera_namespaces=no])
AC_MSG_RESULT([$vera_namespaces])
])

# VERA_FUTEX
# Whether a thread can wait for a word to change, as with Linux's futex.
AC_DEFUN([VERA_FUTEX],
[AC_MSG_CHECKING([for a futex])
AC_LINK_IFELSE([AC_LANG_SOURCE([[#define _GNU_SOURCE
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void)
{
    unsigned word = 0;
    cpu_set_t processors;
    sched_getaffinity(0, sizeof processors, &processors);
    return (int)syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, CPU_COUNT(&processors));
}
]])], [vera_futex=yes
  AC_DEFINE([HAVE_FUTEX], [1], [Define to 1 if the system has a futex.])],
  [vera_futex=no])
AC_MSG_RESULT([$vera_futex])
])

# VERA_LOADER
# What the binding needs of the system's loader. dlvsym finds a symbol at its node; a
# C library without it (musl) finds symbols only by name.
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
# Two builds in different folders give identical libraries, and no installed file
# names a folder of the build: debug information names the files relative to the top
# of the tree. Debug information and __FILE__ name sources relative to the build
# folder, so only these two prefixes need replacing; where both match, the last counts.
AC_DEFUN([VERA_REPRODUCIBLE],
[VERA_COMPILER_FLAG([REPRODUCIBLE_CFLAGS], [-ffile-prefix-map=/nowhere=.])
AS_IF([test -n "$REPRODUCIBLE_CFLAGS"],
  [REPRODUCIBLE_CFLAGS='-ffile-prefix-map="$(top_srcdir)=." -ffile-prefix-map="$(abs_top_builddir)=."'])
])

# VERA_WARNINGS
# Enabled in every build, but never errors: a new compiler's new warning must not
# stop a packager.
AC_DEFUN([VERA_WARNINGS],
[m4_foreach_w([flag],
  [-Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla],
  [VERA_COMPILER_FLAG([WARNING_CFLAGS], flag)])
])

# VERA_CXX17
# Sets vera_cv_cxx17 to yes if there is a compiler for C++17.
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
# Sets vera_bench to yes if the benchmark can be built: it uses glibc's own names and
# Linux's /proc, and includes a program in C++17.
AC_DEFUN([VERA_BENCH],
[AC_REQUIRE([VERA_CXX17])
vera_bench=no
AC_CHECK_HEADERS([gnu/libc-version.h], [vera_bench=$vera_cv_cxx17])
])

# VERA_SETTINGS
# Makes a build compile everything anew after configure ran again with another result.
# All sources include config.h, and config.status rewrites that only if its content
# changes, so a sum of what else the objects depend on is a part of it: compilers,
# flags, libraries, what is built, and where it goes. Call it last.
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

# VERA_SUMMARY
# What configure settled on, after AC_OUTPUT. configure --quiet is silent.
AC_DEFUN([VERA_SUMMARY],
[AS_CASE([$enable_shared,$enable_static],
  [no,*], [vera_kinds=static],
  [*,no], [vera_kinds=shared],
  [vera_kinds='shared, static'])
AS_CASE([$enable_new,$vera_cv_cxx17],
  [no,no], [vera_new='no: needs a compiler for C++17'],
  [no,*], [vera_new=no],
  [vera_new=$vera_kinds])
AS_IF([test "$enable_bindings" = no], [vera_binding=no], [vera_binding=$vera_kinds])
AS_CASE([$enable_repl,$with_libedit,$enable_shared],
  [no,*,no], [vera_repl='no: needs shared libraries'],
  [no,*], [vera_repl=no],
  [*,no,*], [vera_repl='yes, without libedit'],
  [vera_repl='yes, with libedit'])
AS_IF([test "$ac_cv_header_valgrind_memcheck_h" = yes], [vera_memcheck=yes],
  [vera_memcheck='no: valgrind/memcheck.h is missing'])
AS_IF([test "$have_check" = yes], [vera_check=yes],
  [vera_check='scripts only: Check 0.15 or later is missing'])
AS_CASE([$vera_bench,$enable_bindings,$enable_shared,$ac_cv_header_gnu_libc_version_h],
  [yes,*], [],
  [no,no,*], [vera_bench='no: needs libvera_binding'],
  [no,*,no,*], [vera_bench='no: needs shared libraries'],
  [no,*,*,no], [vera_bench='no: needs the GNU C library'],
  [vera_bench='no: needs a compiler for C++17'])
test "$silent" = yes || cat <<END

$PACKAGE_NAME $PACKAGE_VERSION for $host

  libvera_memory      $vera_kinds
  libvera_memory_new  $vera_new
  libvera_binding     $vera_binding
  vera-repl           $vera_repl
  known to memcheck   $vera_memcheck
  make check          $vera_check
  make bench          $vera_bench

  compiler            $CC $CFLAGS
  programs            $vera_bindir
  libraries           $vera_libdir
  headers             $vera_includedir
  modules             $vera_moduledir

END
])
