# Memcheck and AddressSanitizer know the library's blocks: where they end and when they are
# free.

. "$top_srcdir/tests/tap.sh"

test -z "${VERA_SANITIZER-}" || skip_all "this tests a library that is built without a sanitizer"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
library=$top_builddir/libvera_memory/.libs

cat >"$scratch/program.c" <<'C'
#include <stdio.h>
#include <stdlib.h>
#include <vera/memory.h>

/* The first argument is the size; the second what to do. */
int main(int count, char **arguments)
{
    int64_t size = atoll(arguments[1]);
    /* The library's own records point at the first block of a slab and at large blocks, so
     * memcheck never counts these as lost. */
    void *first = vera_memory_allocate(size);
    volatile char *block = vera_memory_allocate(size);
    (void)count;
    switch (arguments[2][0]) {
    case 'r': /* read after the free */
        vera_memory_free((void *)block, size);
        return block[3] == 1;
    case 'o': /* overflow */
        block[size] = 1;
        break;
    case 'u': /* use of an uninitialised byte */
        if (block[2] == 1) {
            return 1;
        }
        break;
    case 'd': /* double free, which a cache would hide */
        vera_memory_free((void *)block, size);
        vera_memory_free(first, size);
        vera_memory_free((void *)block, size);
        fputs("later\n", stderr);
        return 0;
    case 'l': /* leak */
        block = NULL;
        return 0;
    }
    vera_memory_free((void *)block, size);
    vera_memory_free(first, size);
    return 0;
}
C

build() {
    # shellcheck disable=SC2086 # flags
    $CC ${CFLAGS-} -g -O1 $2 -I"$top_srcdir/libvera_memory/include" "$scratch/program.c" -o "$scratch/$1" \
        "$library/libvera_memory.so.1" -Wl,-rpath,"$library"
}

# finds WORDS COMMAND...: whether the command prints these words.
finds() {
    words=$1
    shift
    "$@" >"$scratch/said" 2>&1
    grep -qF -- "$words" "$scratch/said" || { cat "$scratch/said"; return 1; }
}

is_silent() {
    "$@" >"$scratch/said" 2>&1 || return 1
    cat "$scratch/said"
    test ! -s "$scratch/said"
}

memcheck() {
    valgrind -q --leak-check=full "$scratch/plain" "$@"
}

# in_check_mode COMMAND...: runs it in check mode, without guards: blocks have marks beside them.
in_check_mode() {
    VERA_MEMORY_MODE=check VERA_MEMORY_CHECK_PAGES=0 "$@"
}

# untold COMMAND...: runs it with a library that does not tell the tool about blocks.
untold() {
    VERA_MEMORY_WATCHED=no "$@"
}

# told_oddly COMMAND...: runs it with a value that the library does not know.
told_oddly() {
    VERA_MEMORY_WATCHED=No "$@"
}

# has_no_caches COMMAND...: whether a double free is named before the next statement.
has_no_caches() {
    VERA_MEMORY_MISUSE=report "$@" >"$scratch/said" 2>&1
    sed -n '/later/q; /already freed/p' "$scratch/said" | grep -q . || { cat "$scratch/said"; return 1; }
}

if ! command -v valgrind >/dev/null; then
    skip memcheck 'there is no valgrind'
elif ! grep -q '^#define HAVE_VALGRIND_MEMCHECK_H 1' "$top_builddir/config.h"; then
    skip memcheck 'the library was configured without its headers'
else
    build plain ''
    for size in 40 100000; do
        check "memcheck, $size bytes: no message" is_silent memcheck "$size" n
        check "memcheck, $size bytes: a read after the free" \
            finds 'Invalid read of size 1' memcheck "$size" r
        check "memcheck, $size bytes: an overflow" \
            finds 'Invalid write of size 1' memcheck "$size" o
        check "memcheck, $size bytes: an uninitialised byte" \
            finds 'depends on uninitialised value' memcheck "$size" u
    done
    check 'memcheck: threads have no caches' has_no_caches memcheck 40 d
    check 'memcheck, VERA_MEMORY_WATCHED=no: no message' is_silent untold memcheck 40 r
    check 'memcheck, VERA_MEMORY_WATCHED=No, which is unknown: a read after the free' \
        finds 'Invalid read of size 1' told_oddly memcheck 40 r
    check 'memcheck, check mode: no message' is_silent in_check_mode memcheck 40 n
    check 'memcheck, 40 bytes: a leak' finds 'definitely lost' memcheck 40 l
fi

# runs_with FLAG: whether a program that is compiled with it runs.
runs_with() {
    # shellcheck disable=SC2086 # a command and its flags
    echo 'int main(void) { return 0; }' | $CC "$1" -x c -o "$scratch/probe" - && "$scratch/probe"
}

if ! runs_with -fsanitize=address 2>/dev/null; then
    skip AddressSanitizer "programs that $CC builds with it do not run"
else
    build asan -fsanitize=address
    for size in 40 100000; do
        check "AddressSanitizer, $size bytes: no message" is_silent "$scratch/asan" "$size" n
        check "AddressSanitizer, $size bytes: a read after the free" \
            finds use-after-poison "$scratch/asan" "$size" r
        check "AddressSanitizer, $size bytes: an overflow" \
            finds use-after-poison "$scratch/asan" "$size" o
    done
    check 'AddressSanitizer: threads have no caches' has_no_caches "$scratch/asan" 40 d
    check 'AddressSanitizer, VERA_MEMORY_WATCHED=no: no message' \
        is_silent untold "$scratch/asan" 40 r
    check 'AddressSanitizer, VERA_MEMORY_WATCHED=No, which is unknown: a read after the free' \
        finds use-after-poison told_oddly "$scratch/asan" 40 r
    check 'AddressSanitizer, check mode: no message' is_silent in_check_mode "$scratch/asan" 40 n
fi
finish
