# A library whose exports differ from its table is refused. This is Mach-O, whose export
# trie has only names, and whose files may have several architectures.
. "$top_srcdir/tests/abi/abi.sh"

# compile FILE ARCHITECTURE SOURCE: a library that exports the symbols on stdin.
compile() {
    sed 's/^/_/' >"$scratch/sample.sym"
    $maker -arch "$2" ${CPPFLAGS-} -dynamiclib -nostdlib \
        -install_name /any/folder/libvera_sample.1.dylib \
        -Wl,-exported_symbols_list,"$scratch/sample.sym" -o "$scratch/$1" "$scratch/$3" 2>&1
}

# The symbols that the table promises.
promised() {
    vera_abi derive sym "$scratch/sample.abi"
}

check_library() {
    vera_abi check "$scratch/sample.abi" --library "$scratch/sample.dylib"
}

copy_sample
promised | sed 's/.*/void &(void) {}/' >"$scratch/functions.c"
for maker in "${CC:-cc}" 'clang --target=arm64-apple-macos11 -fuse-ld=lld' \
    'clang-14 --target=arm64-apple-macos11 -fuse-ld=lld' ''; do
    promised | compile sample.dylib arm64 functions.c >/dev/null 2>&1 &&
        is_of cffaedfe "$scratch/sample.dylib" && break
done
test -n "$maker" || skip_all "no compiler can make Mach-O libraries"

with_each_awk exports_agree

echo 'void vera_sample_extra(void) {}' >>"$scratch/functions.c"
promised | compile sample.dylib arm64 functions.c
agrees "a function that the list does not name is not exported" check_library

(promised && echo vera_sample_extra) | compile sample.dylib arm64 functions.c
refuses "an export that the table lacks" \
    "has symbol vera_sample_extra, which $scratch/sample.abi does not promise" check_library

promised | sed '/above/d' | compile sample.dylib arm64 functions.c
refuses "a promised function that the library lacks" \
    "lacks symbol vera_sample_above, which $scratch/sample.abi promises" check_library

sed 's/void vera_sample_above.*/int vera_sample_above = 1;/' \
    "$scratch/functions.c" >"$scratch/data.c"
promised | compile sample.dylib arm64 data.c
refuses "an exported variable" \
    "has symbol vera_sample_above (not a function), which" check_library

sed 's/void vera_sample_above.*/_Thread_local int vera_sample_above = 1; int _tlv_bootstrap;/' \
    "$scratch/functions.c" >"$scratch/data.c"
promised | compile sample.dylib arm64 data.c
refuses "a thread-local variable" \
    "has symbol vera_sample_above (not a function) (per-thread), which" check_library

sed 's/void vera_sample_above.*/__attribute__((weak)) &/' \
    "$scratch/functions.c" >"$scratch/weak.c"
promised | compile sample.dylib arm64 weak.c
refuses "a weak function" \
    "has symbol vera_sample_above (weak_def), which" check_library

edit sample.abi 's/vera_sample 1$/vera_sample 2/'
promised | compile sample.dylib arm64 functions.c
refuses "another file name" "lacks name libvera_sample.2.dylib" check_library
edit sample.abi 's/vera_sample 2$/vera_sample 1/'

# join SYMBOLS: a file with two architectures, of which the second exports these.
join() {
    promised | compile one.dylib arm64 functions.c
    printf '%s\n' "$1" | compile other.dylib x86_64 functions.c
    for joiner in lipo llvm-lipo llvm-lipo-14; do
        $joiner -create "$scratch/one.dylib" "$scratch/other.dylib" \
            -output "$scratch/sample.dylib" 2>/dev/null && return
    done
}

if join "$(promised)"; then
    agrees "two architectures that agree" check_library
    join "$(promised && echo vera_sample_extra)"
    refuses "an export in one architecture" \
        "has symbol vera_sample_extra (not in every architecture), which" check_library
    join "$(promised | sed /above/d)"
    refuses "a promised function that one architecture lacks" \
        "lacks symbol vera_sample_above, which" check_library
else
    skip "two architectures" "lipo is missing"
fi

finish
