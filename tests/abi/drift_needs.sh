# A library that needs one besides the system's is refused, in every format.
. "$top_srcdir/tests/abi/abi.sh"

scratch_folder
echo 'int other(void) { return 1; }' >"$scratch/other.c"
# Only its address is taken: a call would need more of the system in Mach-O.
echo 'int other(void); int (*first(void))(void) { return other; }' >"$scratch/needy.c"
echo 'int first(void) { return 1; }' >"$scratch/alone.c"

# needs FORMAT MAGIC SUFFIX COMPILER...: uses the first compiler that can make such libraries.
needs() {
    format=$1
    magic=$2
    suffix=$3
    shift 3
    cd "$scratch" || exit
    for maker in "$@"; do
        $maker -shared -nostdlib -o "other.$suffix" other.c 2>/dev/null &&
            is_of "$magic" "other.$suffix" &&
            $maker -shared -nostdlib -o "alone.$suffix" alone.c &&
            $maker -shared -nostdlib -o "needy.$suffix" needy.c "./other.$suffix" || continue
        agrees "$format: a library that needs none" vera_abi needs "alone.$suffix"
        refuses "$format: a library that needs another" \
            "other.$suffix, which is not part of every system" vera_abi needs "needy.$suffix"
        return
    done
    skip "$format" "no compiler can make such libraries"
}

needs ELF 7f454c46 so "${CC:-cc} -fPIC"
needs Mach-O cffaedfe dylib "${CC:-cc}" \
    'clang --target=arm64-apple-macos11 -fuse-ld=lld' \
    'clang-14 --target=arm64-apple-macos11 -fuse-ld=lld'
needs PE 4d5a dll "${CC:-cc}" 'x86_64-w64-mingw32-gcc -Wl,-e,0' 'i686-w64-mingw32-gcc -Wl,-e,0'

finish
