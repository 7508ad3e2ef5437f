#!/bin/sh
# What configure is told to leave out is left out, and nothing that only that
# part needs is needed. A release builds without any of the autotools.
. "$top_srcdir/tests/tap.sh"
. "$top_srcdir/tests/install/anew.sh"

# build NAME KNOWN ARGUMENT...: configures with the arguments where pkg-config
# knows the packages KNOWN alone, builds, and installs into $anew/installed/NAME.
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
            PKG_CONFIG_PATH= PKG_CONFIG_LIBDIR="$anew/$name-known" &&
        make -j "$jobs" && make install
}

installed() {
    test -e "$anew/installed/$1/$2"
}

absent() {
    ! installed "$@"
}

# Without Check the rest of the tests runs, and one says what is left out.
check_alone() {
    make -C "$anew/alone" -j "$jobs" check >"$anew/alone.log" 2>&1 || {
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
check 'make check says that Check is missing' check_alone

check '--disable-repl, without libedit' build binding 'libffi jansson' --disable-repl
check 'the binding is installed' installed binding lib/libvera_binding.so
check 'vera-repl is not' absent binding bin/vera-repl

# pkg-config, and nothing else, for a tree in its own prefix: the least there is
# to say to compile, and the binding's own pkg-config file.
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

refused() {
    ! "$sources/configure" --disable-bindings --enable-repl >"$anew/refused" 2>&1 &&
        grep 'vera-repl stands on the binding' "$anew/refused"
}
mkdir "$anew/none" && cd "$anew/none" || exit
check '--disable-bindings --enable-repl is refused' refused
finish
