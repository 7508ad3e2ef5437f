#!/bin/sh
# Everything, tests included, compiles without a warning under gcc and clang.
. "$top_srcdir/tests/tap.sh"
. "$top_srcdir/tests/install/anew.sh"

# silent COMPILER: make gets -Werror, because configure's own probes would fail with it.
silent() {
    mkdir "$anew/$1" && cd "$anew/$1" &&
        "$sources/configure" CC="$1" &&
        make -j "$jobs" check TESTS= CFLAGS='-g -O2 -Werror'
}

for compiler in gcc clang; do
    if command -v "$compiler" >/dev/null; then
        check "no warnings from $compiler" silent "$compiler"
    else
        skip "no warnings from $compiler" "$compiler is missing"
    fi
done
finish
