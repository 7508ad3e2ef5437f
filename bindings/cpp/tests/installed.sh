# What `make install` provides for programs in C++, which find it with pkg-config. `place` is
# the prefix of an installation. If it is not set, the test first installs into a folder of
# its own.
. "$top_srcdir/tests/tap.sh"

tests=$top_srcdir/bindings/cpp/tests
cxx=${CXX:-c++}
test -z "${VERA_SANITIZER-}" ||
    skip_all 'a program without a sanitizer cannot use a library with one'
command -v pkg-config >/dev/null || skip_all 'pkg-config is missing'
test "$cxx" != no || skip_all 'configured without a C++ compiler'
command -v "${cxx%% *}" >/dev/null || skip_all "$cxx is missing"

folder=$(mktemp -d) || exit
trap 'rm -rf "$folder"' EXIT
case $folder in
*[[:space:]]*) skip_all "libtool cannot install into a folder with a space in its name: $folder" ;;
esac
unset LD_LIBRARY_PATH LD_PRELOAD MAKEFLAGS MFLAGS VERA_MEMORY_MODE

stage() {
    check 'make install' make -C "$top_builddir" install DESTDIR="$folder/tree"
    PKG_CONFIG_SYSROOT_DIR=$folder/tree
    export PKG_CONFIG_SYSROOT_DIR
    place=$folder/tree
}

test -n "${place-}" || stage
PKG_CONFIG_PATH=$(dirname "$(find "$place" -name vera_memory.pc)")
export PKG_CONFIG_PATH
libraries=$(dirname "$PKG_CONFIG_PATH")

# compile PACKAGE SOURCE FLAG...: makes $program. With -fsized-deallocation, which clang
# needs and g++ does not.
compile() {
    package=$1 source=$2
    shift 2
    # shellcheck disable=SC2046,SC2086 # commands and flags are words
    $cxx -std=c++17 -g -O2 -Wall -Wextra -Wpedantic -Werror -fsized-deallocation -pthread \
        -o "$program" "$source" "$@" $(pkg-config --cflags --libs "$package")
}

run() {
    LD_LIBRARY_PATH=$libraries "$@"
}

# The test cases of $program, each in a process of its own.
cases() {
    run "$program" --list-test-cases | sed -e '/^\[doctest\]/d' -e '/^===/d'
}

# suite WORDS [MODE [PATTERN]]: the cases whose names match pass, and the library reports nothing.
suite() {
    cases | grep -e "${3-}" >"$folder/cases"
    while IFS= read -r name <&3; do
        check "$1: $name" well_ended "${2-fast}" "$name"
    done 3<"$folder/cases"
}

# well_ended MODE NAME. doctest splits patterns at commas, so `?` replaces them.
well_ended() {
    VERA_MEMORY_MODE=$1 run "$program" --test-case="$(echo "$2" | tr , '?')" >"$folder/printed" 2>&1
    status=$?
    cat "$folder/printed"
    test "$status" -eq 0 && grep -q ' 1 passed | 0 failed' "$folder/printed" &&
        ! grep '^vera_memory: ' "$folder/printed"
}

# preloaded COMMAND...: runs it with new and delete replaced. The library's counters show that
# they were.
preloaded() {
    LD_PRELOAD=$libraries/libvera_memory_new.so VERA_MEMORY_STATS=exit "$@" 2>"$folder/figures" &&
        grep -q '"peak_blocks": [1-9]' "$folder/figures" || {
        head -n 5 "$folder/figures"
        return 1
    }
}

# same WORDS COMMAND...: the command prints the same with new and delete replaced. (This does
# not work for g++: Debian's contains the standard library, whose operators nothing replaces.)
same() {
    words=$1
    shift
    if command -v "$1" >/dev/null; then
        check "$words" prints_the_same "$@"
    else
        skip "$words" "$1 is missing"
    fi
}

prints_the_same() {
    "$@" >"$folder/without" 2>/dev/null && preloaded "$@" >"$folder/with" &&
        test -s "$folder/with" && cmp "$folder/without" "$folder/with"
}

# The operators that a library exports: names that begin like those of new and delete.
operators() {
    nm -D --defined-only "$1" | sed -n 's/.* [TW] \(_Z\(n[wa]\|d[la]\)[^@]*\).*/\1/p' | sort
}

every_form() {
    operators "$(LC_ALL=C ldd "$program" | sed -n 's/.* => \(.*libstdc++[^ ]*\) .*/\1/p')" >"$folder/forms"
    test -s "$folder/forms" && operators "$libraries/libvera_memory_new.so" |
        diff "$folder/forms" -
}

only_operators() {
    test "$(operators "$libraries/libvera_memory_new.so" | wc -l)" -eq \
        "$(nm -D --defined-only "$libraries/libvera_memory_new.so" | wc -l)"
}

without_library() {
    ! ldd "$program" | grep vera
}

# The first example of the README, verbatim.
readme() {
    awk '/^```/ { inside = !inside && /cpp/; if (seen) exit; seen = inside; next } inside' \
        "$tests/../README.md" >"$folder/readme.cc"
    test -s "$folder/readme.cc" && compile vera_memory "$folder/readme.cc" && run "$program"
}

# The same with new and delete replaced, with the README's own command.
readme_with_new() {
    cp "$folder/readme.cc" "$folder/program.cc"
    arguments=$(sed -n 's/^    c++ \(.*vera_memory_new.*\)/\1/p' "$tests/../README.md")
    (cd "$folder" && eval "$cxx $arguments" && run ./a.out)
}

program=$folder/readme
check 'the example in the README' readme

if echo '#include <doctest/doctest.h>' | $cxx -E -x c++ - >/dev/null 2>&1; then
    program=$folder/memory
    check 'memory.cc compiles' compile vera_memory "$tests/memory.cc"
    suite fast
    suite check check
    if test "$has_new" = yes; then
        program=$folder/new
        check 'new.cc compiles' compile vera_memory_new "$tests/new.cc"
        suite fast
        suite check check '^every form'
    fi
else
    skip 'memory.cc and new.cc' 'doctest is missing'
fi

if test "$has_new" != yes; then
    skip 'libvera_memory_new' 'configured without it'
    finish
fi

if test -e "$libraries/libvera_memory_new.a" && test -x "$folder/new"; then
    mkdir "$folder/archives"
    cp "$libraries"/*.a "$folder/archives"
    program=$folder/archived
    check 'new.cc with the archives in it compiles' \
        compile '--static vera_memory_new' "$tests/new.cc" "-L$folder/archives"
    check 'it needs no shared library' without_library
    suite archive fast '^every form'
else
    skip 'new.cc with the archives in it' 'there is no archive, or new.cc was not compiled'
fi

if command -v nm >/dev/null && command -v ldd >/dev/null; then
    check 'every form that the standard library has is replaced' every_form
    check 'nothing else is exported' only_operators
else
    skip 'every form is replaced' 'nm or ldd is missing'
fi

check 'the example in the README, with new and delete replaced' readme_with_new

header=$top_srcdir/bindings/cpp/include/vera/memory.hpp
same 'clang-format prints the same' clang-format --style=WebKit "$header"
same 'cppcheck prints the same' cppcheck --enable=all --language=c++ --std=c++17 \
    --output-file=/dev/stdout "$tests/new.cc"
same 'clang++ prints the same' clang++ -std=c++17 -O2 -S -o - "$tests/../new.cc" \
    -I"$top_srcdir/libvera_memory/include"
finish
