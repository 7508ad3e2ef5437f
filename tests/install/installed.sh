#!/bin/sh
# What `make install` gives, used from outside: the tree stands in another place
# than the configured prefix, as a packager's does, and one that was moved.
. "$top_srcdir/tests/tap.sh"

test -z "${VERA_SANITIZER-}" ||
    skip_all 'a library with a sanitizer serves no program without one'
test -z "$exeext${VERA_TEST_EMULATOR-}" ||
    skip_all 'scripts/check-platforms looks at what is installed for another system'
command -v pkg-config >/dev/null || skip_all 'pkg-config is missing'

folder=$(mktemp -d) || exit
trap 'rm -rf "$folder"' EXIT
case $folder in
*[[:space:]]*) skip_all "libtool installs into no folder whose name holds a space: $folder" ;;
esac
unset LD_LIBRARY_PATH MAKEFLAGS MFLAGS VERA_MODULE_PATH
tree=$folder/tree
sources=$top_srcdir/tests/install
cxx=${CXX:-c++}

# configure says that there is none by the word `no`.
has_cxx() {
    test "$cxx" != no && command -v "${cxx%% *}" >/dev/null
}

# CC, CXX and what pkg-config prints are commands and flags: words to be split.
# shellcheck disable=SC2086,SC2046
{
    check 'make install' make -C "$top_builddir" install DESTDIR="$tree"
    pc=$(find "$tree" -name vera_memory.pc)
    libraries=$(dirname "$(dirname "$pc")")

    package() {
        PKG_CONFIG_SYSROOT_DIR=$tree PKG_CONFIG_PATH=${pc%/*} pkg-config "$@"
    }

    # run COMPILER ARGUMENT...: the program that they make.
    run() {
        "$@" -o "$folder/program" && LD_LIBRARY_PATH=$libraries "$folder/program"
    }

    flags=$(package --cflags --libs vera_memory)
    check 'a C program' run $CC "$sources/program.c" $flags
    check 'a pedantic C99 program' \
        run $CC -std=c99 -pedantic-errors -Wall -Wextra -Werror "$sources/program.c" $flags
    if has_cxx; then
        check 'a C++ program' run $cxx -x c++ -Wall -Wextra -Werror "$sources/program.c" $flags
    else
        skip 'a C++ program' 'there is no C++ compiler'
    fi

    # The archive stands alone: beside it the linker would take the shared library.
    flags="-L$folder/archive $(package --static --cflags --libs vera_memory)"
    mkdir "$folder/archive"
    if cp "$libraries/libvera_memory.a" "$folder/archive" 2>/dev/null; then
        check 'a program with the archive in it' run $CC "$sources/program.c" $flags
        check 'it needs no shared library' "$folder/program"
        check 'a shared object with the archive in it' \
            $CC -shared -fPIC -Wl,-z,defs -o "$folder/plugin.so" "$sources/program.c" $flags
        if command -v readelf >/dev/null; then
            check 'it is never unloaded' \
                sh -c 'readelf -d "$1" | grep -w NODELETE' sh "$folder/plugin.so"
        else
            skip 'it is never unloaded' 'readelf is missing'
        fi
        if echo 'int main(void) { return 0; }' |
            $CC -static -x c -o "$folder/program" - 2>/dev/null; then
            check 'a program without any shared library' \
                run $CC -static "$sources/program.c" $flags
        else
            skip 'a program without any shared library' "$CC -static links nothing here"
        fi
    else
        skip 'programs with the archive in them' 'configured without the archive'
    fi

    if test "$has_binding" = yes; then
        flags=$(package --cflags --libs vera_binding)
        check 'a host' run $CC "$sources/host.c" $flags
        mv "$folder/program" "$folder/host"
        if has_cxx; then
            check 'a host in C++' run $cxx -x c++ -Wall -Wextra -Werror "$sources/host.c" $flags
        else
            skip 'a host in C++' 'there is no C++ compiler'
        fi
    else
        skip 'a host' 'configured without the binding'
    fi
}

# Debug information too: -ffile-prefix-map keeps the folders out of it.
no_build_path() {
    ! grep -rF -e "$top_builddir" -e "$top_srcdir" "$tree"
}
case $(sed -n "s|^prefix=||p" "$pc"):$(grep -E '^(JANSSON|LIBFFI)_LIBS = ' "$top_builddir/Makefile") in
"$top_builddir"* | "$top_srcdir"*)
    skip 'no installed file names the folders of the build' 'the prefix is one of them'
    ;;
*"$top_builddir"*)
    skip 'no installed file names the folders of the build' 'what the binding needs is in one of them'
    ;;
*) check 'no installed file names the folders of the build' no_build_path ;;
esac

# From here on the tree is where nobody configured or built anything for.
moved="$folder/another place"
mv "$tree" "$moved"
libraries=$moved${libraries#"$tree"}

loads_from_there() {
    from=$(LD_LIBRARY_PATH=$libraries "$folder/host") && echo "$from" &&
        test "$(readlink -f "$from")" = "$(readlink -f "$libraries/libvera_memory.so.1")"
}
if test -x "$folder/host"; then
    check 'the binding finds the module in the moved tree' loads_from_there
fi

session() {
    repl=$(find "$moved" -name vera-repl -type f) &&
        cd / && env -i "$repl" "$top_srcdir/examples/tour.vera"
}
if test "$has_repl" = yes; then
    check 'vera-repl runs in the moved tree, and nothing tells it where that is' session
else
    skip 'vera-repl runs in the moved tree' 'configured without vera-repl'
fi
finish
