#!/bin/sh
# A build folder that is configured again, with another result, compiles anew what that
# result changes, and one that is configured again with the same result compiles nothing.
. "$top_srcdir/tests/tap.sh"
. "$top_srcdir/tests/install/anew.sh"

# Some programs on Check, and what memcheck finds where the library knows it.
programs='tests/memory/contract/allocate tests/memory/layers/layers'
scripts='tests/memory/contract/watched.sh'

build=$anew/build
mkdir "$build" "$anew/include" "$anew/include/valgrind" "$anew/known"
cd "$build" || exit

# A machine without Check and without valgrind's header, whatever is installed here.
hide() {
    for package in libffi jansson libedit; do
        cp "$(pkg-config --variable=pcfiledir "$package")/$package.pc" "$anew/known" || return
    done
    echo '#error "missing"' >"$anew/include/valgrind/memcheck.h"
}

# The same with what is installed here. The header leaves a trace in the object.
reveal() {
    ln -sf "$(pkg-config --variable=pcfiledir check)"/*.pc "$anew/known" || return
    {
        echo '#include_next <valgrind/memcheck.h>'
        echo '__attribute__((used)) static const char trace[] = "memcheck.h is included";'
    } >"$anew/include/valgrind/memcheck.h"
}

configure() {
    "$sources/configure" CPPFLAGS="-I$anew/include" PKG_CONFIG_PATH= PKG_CONFIG_LIBDIR="$anew/known" "$@"
}

# The objects of the libraries and of vera-repl.
objects() {
    find libvera_memory bindings -name '*.o' ! -name 'tests_*' "$@" | sort
}

compiles_nothing() {
    touch "$anew/mark" && sleep 1 && "$@" && make -j "$jobs" && newer=$(objects -newer "$anew/mark") &&
        echo "$newer" && test -z "$newer"
}

compiles_all() {
    touch "$anew/mark" && sleep 1 && "$@" && make -j "$jobs" && objects >"$anew/all" &&
        objects -newer "$anew/mark" | diff "$anew/all" - && test -s "$anew/all"
}

recheck() {
    ./config.status --recheck && ./config.status
}

has_header() {
    grep -F 'memcheck.h is included' libvera_memory/posix/*annotate.o
}

lacks_header() {
    test -e libvera_memory/posix/*annotate.o && ! has_header
}

tests_pass() {
    make -j "$jobs" check TESTS="$programs $scripts" check_PROGRAMS="$programs" &&
        ! grep 'test-result: SKIP.*configured' tests/memory/*/*.trs
}

check 'what is installed here is hidden' hide
check 'a build without Check and without the header' compiles_all configure
check 'it does not know the header' lacks_header
check 'make check reports that Check is missing' make check TESTS=tests/without_check.sh check_PROGRAMS=
check 'configured again with the same result' compiles_nothing configure
check 'config.status --recheck with the same result' compiles_nothing recheck

if test -z "$(pkg-config --variable=pcfiledir check)" ||
    ! echo '#include <valgrind/memcheck.h>' | $CC -E - >/dev/null 2>&1; then
    skip 'configured with Check and with the header' "Check or valgrind's header is missing"
else
    check 'they are there now' reveal
    check 'config.status --recheck' compiles_all recheck
    check 'it knows the header' has_header
    check 'make check runs the programs on Check' tests_pass
fi
check 'configured with other flags' compiles_all configure CFLAGS='-O1 -g'
check 'configured with another prefix' compiles_all configure CFLAGS='-O1 -g' --prefix="$anew/installed"
check 'it installs into that' make install

# links FILE COMMAND...: whether the file is made anew after the command.
links() {
    linked=$1
    shift
    touch "$anew/mark" && sleep 1 && "$@" && make -j "$jobs" && find "$linked" -newer "$anew/mark" | grep .
}
repl=bindings/repl/vera-repl
check 'configured without line editing' links $repl configure --without-libedit
check 'configured with line editing again' links $repl configure
check 'vera-repl needs libedit again' grep -F libedit bindings/repl/.libs/vera-repl
finish
