#!/bin/sh
# configure leaves out what it is told to leave out, and then does not need what only
# that part needs. A release builds without any of the autotools.
. "$top_srcdir/tests/tap.sh"
. "$top_srcdir/tests/install/anew.sh"

# build NAME KNOWN ARGUMENT...: configures with the arguments while pkg-config knows
# only the packages KNOWN, builds, and installs into $anew/installed/NAME.
build() {
    name=$1 known=$2
    shift 2
    mkdir "$anew/$name" "$anew/$name-known" || return
    for package in $known; do
        cp "$(pkg-config --variable=pcfiledir "$package")/$package.pc" "$anew/$name-known" || return
    done
    cd "$anew/$name" &&
        "$sources/configure" --prefix="$anew/installed/$name" "$@" \
            ACLOCAL=false AUTOCONF=false AUTOHEADER=false AUTOMAKE=false \
            PKG_CONFIG_PATH= PKG_CONFIG_LIBDIR="$anew/$name-known" >"$anew/$name.configured" &&
        make -j "$jobs" && make install
}

installed() {
    test -e "$anew/installed/$1/$2"
}

absent() {
    ! installed "$@"
}

# says NAME PART WORDS: whether the summary of that configure has WORDS for PART.
says() {
    grep -x -e "  $2  *$3" "$anew/$1.configured" || {
        cat "$anew/$1.configured"
        return 1
    }
}

# Without Check the other tests run, and one reports what is left out.
check_alone() {
    VERA_TEST_SCALE=0.3 make -C "$anew/alone" -j "$jobs" check >"$anew/alone.log" 2>&1 || {
        cat "$anew/alone.log"
        return 1
    }
    grep '^SKIP: tests/without_check.sh .*Check' "$anew/alone.log"
}
check '--disable-bindings, without libffi, Jansson and Check' build alone '' --disable-bindings
check 'the library is installed' installed alone lib/libvera_memory.so
check 'the binding is not' absent alone lib/libvera_binding.so
check 'vera-repl is not' absent alone bin/vera-repl
check 'the header for C++ is' installed alone include/vera/memory.hpp
check 'the summary lists the library' says alone libvera_memory 'shared, static'
check 'the summary does not list the binding' says alone libvera_binding no
check 'the summary says that Check is missing' says alone 'make check' '.*Check 0.15 or later is missing'
check 'the summary says where the library goes' says alone libraries "$anew/installed/alone/lib"
check 'make check says that Check is missing' check_alone

check '--disable-repl, without libedit' build binding 'libffi jansson' --disable-repl
check 'the binding is installed' installed binding lib/libvera_binding.so
check 'vera-repl is not' absent binding bin/vera-repl

# A host that knows only the binding's pkg-config file, for a tree in its own prefix: the
# shortest command that compiles it.
host() {
    PKG_CONFIG_PATH=$anew/installed/binding/lib/pkgconfig
    export PKG_CONFIG_PATH
    # shellcheck disable=SC2046,SC2086 # commands and flags are words
    $CC "$top_srcdir/tests/install/host.c" -o "$anew/host" \
        $(pkg-config --cflags --libs vera_binding) &&
        LD_LIBRARY_PATH=$(pkg-config --variable=libdir vera_binding) "$anew/host" &&
        test -e "$(pkg-config --variable=moduledir vera_binding)/memory.json"
}
check 'a host, by pkg-config from that prefix' host

session() {
    "$anew/installed/plain/bin/vera-repl" "$top_srcdir/examples/tour.vera"
}
check '--without-libedit --disable-static --disable-new' \
    build plain 'libffi jansson' --without-libedit --disable-static --disable-new
check 'vera-repl runs' session
check 'no archive is installed' absent plain lib/libvera_memory.a
check 'no replacement of new and delete is installed' absent plain lib/libvera_memory_new.so
check 'the summary lists vera-repl' says plain vera-repl 'yes, without libedit'
check 'the summary does not list the replacement' says plain libvera_memory_new no

# All tests that do not need a shared library or Check, which the other one tests.
check_static() {
    VERA_TEST_SCALE=0.3 make -C "$anew/static" -j "$jobs" check >"$anew/static.log" 2>&1 || {
        cat "$anew/static.log"
        return 1
    }
    grep '^SKIP: tests/without_shared.sh .*--disable-shared' "$anew/static.log"
}
check '--disable-shared' build static 'libffi jansson' --disable-shared
check 'the archive is installed' installed static lib/libvera_memory.a
check 'vera-repl is not' absent static bin/vera-repl
check 'configure says that vera-repl is left out' \
    grep 'vera-repl is left out: .* --disable-shared' "$anew/static.configured"
check 'the summary lists no shared library' says static libvera_memory static
check 'the summary says why vera-repl is not built' says static vera-repl 'no: needs shared libraries'
check 'the summary says why the benchmark is not built' says static 'make bench' 'no: needs shared libraries'
check 'make check says that tests are left out' check_static

# refuses WORDS ARGUMENT...: whether configure refuses the arguments with that error.
refuses() {
    words=$1
    shift
    ! "$sources/configure" "$@" >"$anew/refused" 2>&1 && grep -F "configure: error: $words" "$anew/refused"
}
mkdir "$anew/none" && cd "$anew/none" || exit
check '--disable-bindings --enable-repl is refused' \
    refuses 'vera-repl needs libvera_binding' --disable-bindings --enable-repl
check '--disable-shared --enable-repl is refused' \
    refuses 'vera-repl opens modules as shared libraries' --disable-shared --enable-repl
check 'a prefix with a space is refused' refuses 'prefix is "/opt/my tools"' --prefix='/opt/my tools'
check 'a folder with a space is refused' refuses 'libdir is "/opt/my lib"' --libdir='/opt/my lib'
check 'a folder below one with a space is refused' \
    refuses 'docdir is "/my share/doc/libvera_memory"' --datarootdir='/my share'
check 'configure --help says what --disable-bindings leaves out' \
    sh -c '"$1" --help | grep -A 2 -e --disable-bindings | tr -s " \n" "  " | grep "neither libvera_binding nor vera-repl"' sh \
    "$sources/configure"
finish
