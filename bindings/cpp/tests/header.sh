# The header and the replacement of new and delete compile without a warning, in each
# version of the language from C++17 on, with each compiler that is installed.
. "$top_srcdir/tests/tap.sh"

warnings='-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Werror'

# compile COMPILER FLAG... FILE
compile() {
    # shellcheck disable=SC2086 # flags are words
    "$@" -O2 $warnings -I"$top_srcdir/bindings/cpp/include" -I"$top_srcdir/libvera_memory/include" \
        -c -o /dev/null
}

# older COMPILER: C++14 gets an error that names the version it needs.
older() {
    compile "$1" -std=c++14 "$tests/header.cc" 2>&1 | grep -F 'needs C++17 or later'
}

try() {
    for flag in '' -fno-exceptions -fno-rtti '-fno-exceptions -fno-rtti'; do
        # shellcheck disable=SC2086 # flags are words
        check "the header: $1 $2 $flag" compile "$1" "$2" $flag "$tests/header.cc"
    done
    check "the operators: $1 $2" compile "$1" "$2" "$tests/../new.cc"
}

tests=$top_srcdir/bindings/cpp/tests
for compiler in g++ clang++; do
    if command -v "$compiler" >/dev/null; then
        for language in -std=c++17 -std=c++20; do
            try "$compiler" "$language"
        done
        check "the header names the version it needs: $compiler" older "$compiler"
    else
        skip "the header: $compiler" "$compiler is missing"
    fi
done
finish
