#!/bin/sh
# What `make install` installs, as other programs use it: first below DESTDIR, as a
# packager installs, then moved to another folder.
. "$top_srcdir/tests/tap.sh"

test -z "${VERA_SANITIZER-}" ||
    skip_all 'a library built with a sanitizer cannot be linked into a program without one'
test -z "$exeext${VERA_TEST_EMULATOR-}" ||
    skip_all 'scripts/check-platforms inspects what is installed for another system'
command -v pkg-config >/dev/null || skip_all 'pkg-config is missing'

folder=$(mktemp -d) || exit
trap 'rm -rf "$folder"' EXIT
case $folder in
*[[:space:]]*) skip_all "libtool cannot install into a folder with a space in its name: $folder" ;;
esac
unset LD_LIBRARY_PATH MAKEFLAGS MFLAGS VERA_MODULE_PATH
tree=$folder/tree
sources=$top_srcdir/tests/install
cxx=${CXX:-c++}

# If there is none, configure sets CXX to `no`.
has_cxx() {
    test "$cxx" != no && command -v "${cxx%% *}" >/dev/null
}

# CC, CXX and the output of pkg-config are commands and flags: words to split.
# shellcheck disable=SC2086,SC2046
{
    check 'make install' make -C "$top_builddir" install DESTDIR="$tree"
    pc=$(find "$tree" -name vera_memory.pc)
    libraries=$(dirname "$(dirname "$pc")")

    package() {
        PKG_CONFIG_SYSROOT_DIR=$tree PKG_CONFIG_PATH=${pc%/*} pkg-config "$@"
    }

    # run COMPILER ARGUMENT...: builds the program and runs it.
    run() {
        "$@" -o "$folder/program" && LD_LIBRARY_PATH=$libraries "$folder/program"
    }

    flags=$(package --cflags --libs vera_memory)
    check 'a C program' run $CC "$sources/program.c" $flags
    sed -n '/^```c$/,/^```$/{/^```/!p;}' "$top_srcdir/README.md" >"$folder/readme.c"
    check 'the program of README.md' run $CC -Wall -Wextra -Werror "$folder/readme.c" $flags
    check 'a pedantic C99 program' \
        run $CC -std=c99 -pedantic-errors -Wall -Wextra -Werror "$sources/program.c" $flags
    if has_cxx; then
        check 'a C++ program' run $cxx -x c++ -Wall -Wextra -Werror "$sources/program.c" $flags
    else
        skip 'a C++ program' 'there is no C++ compiler'
    fi

    # The archive is alone in its folder: next to the shared library, the linker would prefer that.
    flags="-L$folder/archive $(package --static --cflags --libs vera_memory)"
    mkdir "$folder/archive"
    if cp "$libraries/libvera_memory.a" "$folder/archive" 2>/dev/null; then
        check 'a program with the archive in it' run $CC "$sources/program.c" $flags
        check 'it needs no shared library' "$folder/program"
        # Only a build with shared libraries has position-independent code in its archives.
        if test "$has_shared" = no; then
            skip 'a shared object with the archive in it' 'configured without shared libraries'
        else
            check 'a shared object with the archive in it' \
                $CC -shared -fPIC -Wl,-z,defs -o "$folder/plugin.so" "$sources/program.c" $flags
            if command -v readelf >/dev/null; then
                check 'it is never unloaded' \
                    sh -c 'readelf -d "$1" | grep -w NODELETE' sh "$folder/plugin.so"
            else
                skip 'it is never unloaded' 'readelf is missing'
            fi
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

    if test "$has_shared" = no; then
        skip 'a host' 'configured without shared libraries'
    elif test "$has_binding" = yes; then
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

# Not even in debug information: -ffile-prefix-map keeps the folders out of it.
no_build_path() {
    ! grep -rF -e "$top_builddir" -e "$top_srcdir" "$tree"
}
case $(sed -n "s|^prefix=||p" "$pc"):$(grep -E '^(JANSSON|LIBFFI)_LIBS = ' "$top_builddir/Makefile") in
"$top_builddir"* | "$top_srcdir"*)
    skip 'no installed file names the folders of the build' 'the prefix is one of them'
    ;;
*"$top_builddir"*)
    skip 'no installed file names the folders of the build' 'libffi or Jansson is in one of them'
    ;;
*) check 'no installed file names the folders of the build' no_build_path ;;
esac

# From here on the tree is in a folder that the build does not know.
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
    check 'vera-repl runs in the moved tree without any setting' session
else
    skip 'vera-repl runs in the moved tree' 'configured without vera-repl'
fi
finish
