#!/bin/sh
# What `make install` gives, used from outside: the tree stands in another place
# than the configured prefix, as a packager's does, and one that was moved.
. "$top_srcdir/tests/tap.sh"

test -z "${VERA_SANITIZER-}" ||
    skip_all 'a library with a sanitizer serves no program without one'
command -v pkg-config >/dev/null || skip_all 'pkg-config is missing'

tree=$(mktemp -d) || exit
trap 'rm -rf "$tree"' EXIT
case $tree in
*[[:space:]]*) skip_all "libtool installs into no folder whose name holds a space: $tree" ;;
esac
unset MAKEFLAGS MFLAGS

check 'make install' make -C "$top_builddir" install DESTDIR="$tree"
pc=$(find "$tree" -name vera_memory.pc)
library=$(dirname "$(dirname "$pc")")
source=$top_srcdir/tests/install/program.c

package() {
    PKG_CONFIG_SYSROOT_DIR=$tree PKG_CONFIG_LIBDIR=${pc%/*} pkg-config "$@"
}

# build PROGRAM COMPILER ARGUMENT...: its last words are pkg-config's, unquoted
# as everybody writes them.
build() {
    program=$tree/$1
    shift
    "$@" -o "$program" && LD_LIBRARY_PATH=$library "$program"
}

# shellcheck disable=SC2046,SC2086 # words of flags
{
    check 'a C program, by pkg-config' \
        build c $CC "$source" $(package --cflags --libs vera_memory)
    check 'a pedantic C99 program' \
        build c99 $CC -std=c99 -pedantic-errors -Wall -Wextra -Werror "$source" \
        $(package --cflags --libs vera_memory)
    if command -v ${CXX:-c++} >/dev/null; then
        check 'a C++ program' \
            build cxx ${CXX:-c++} -x c++ -Wall -Wextra -Werror "$source" \
            $(package --cflags --libs vera_memory)
    else
        skip 'a C++ program' "${CXX:-c++} is missing"
    fi
}

# The archive: no shared library beside it that the linker could take instead.
if test -e "$library/libvera_memory.a"; then
    mkdir "$tree/archive"
    cp "$library/libvera_memory.a" "$tree/archive"
    # shellcheck disable=SC2046,SC2086 # words of flags
    {
        check 'a program with the archive in it, by pkg-config --static' \
            build static $CC "$source" -L"$tree/archive" $(package --static --cflags --libs vera_memory)
        check 'the archive needs no shared library at run time' \
            env -u LD_LIBRARY_PATH "$tree/static"
        check 'a shared object with the archive in it' \
            $CC -shared -fPIC -Wl,-z,defs -o "$tree/plugin.so" "$source" \
            -L"$tree/archive" $(package --static --cflags --libs vera_memory)
        if command -v readelf >/dev/null; then
            check 'such a shared object is never unloaded' \
                sh -c 'readelf -d "$1" | grep -w NODELETE' sh "$tree/plugin.so"
        else
            skip 'such a shared object is never unloaded' 'readelf is missing'
        fi
        if echo 'int main(void) { return 0; }' | $CC -static -x c -o "$tree/probe" - 2>/dev/null; then
            check 'a program that is static altogether' \
                build all_static $CC -static "$source" $(package --static --cflags --libs vera_memory)
        else
            skip 'a program that is static altogether' "$CC -static links nothing here"
        fi
    }
else
    skip 'the archive' 'configured without'
fi

# The programs above are not part of the installation.
rm -rf "$tree/archive" "$tree"/[a-z]*99 "$tree/c" "$tree/cxx" "$tree/static" "$tree/plugin.so"
no_build_path() {
    ! grep -rF -e "$top_builddir" -e "$top_srcdir" "$tree"
}
check 'no installed file names the folders of the build' no_build_path
finish
