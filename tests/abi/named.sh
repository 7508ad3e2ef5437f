# Files that list the functions of vera:memory by hand list all of them. Nothing else
# notices that one is missing.
. "$top_srcdir/tests/abi/abi.sh"

functions=$(vera_abi derive sym "$abi/memory.abi" | sed 's/^vera_memory_//')
check "the table has functions" test -n "$functions"

# names PREFIX FILE...: whether each function, with the prefix, is named in one of the files,
# in any case.
names() {
    prefix=$1
    shift
    missing=
    for function in $functions; do
        cat "$@" | grep -qiw -e "$prefix$function" || missing="$missing $function"
    done
    test -z "$missing" || { echo "does not name:$missing"; false; }
}

# each PREFIX FILE...: each of the files names all of them.
each() {
    start=$1
    shift
    for file; do
        check "$file" names "$start" "$file"
    done
}

cd "$top_srcdir" || exit
each vera_memory_ \
    bindings/ada/src/vera_memory.ads \
    bindings/rust/src/sys.rs \
    bindings/rust/tests/functions.rs \
    tests/fuzz/memory.c \
    tests/misuse/calls.c \
    tests/peers/peer.c
each 'memory[.]' tests/abi/host_memory.py
each '' \
    bindings/ada/tests/function_tests.adb \
    bindings/guile/README.md \
    bindings/luajit/README.md \
    bindings/ocaml/README.md \
    bindings/perl/README.md \
    bindings/ruby/README.md
check "tests/memory/contract" names vera_memory_ tests/memory/contract/*.c

finish
