# addr2line prints the line of each place that check mode names, in programs that are
# position-independent and in those that are not, and in libraries.

. "$top_srcdir/tests/tap.sh"

test -z "${VERA_SANITIZER-}" || skip_all "this tests a library that is built without a sanitizer"
test -z "${VERA_TEST_EMULATOR-}" || skip_all "an emulator runs the programs"
test -z "$exeext" || skip_all "on Windows, addr2line takes the image's base in addition"
command -v addr2line >/dev/null || skip_all "there is no addr2line"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
library=$top_builddir/libvera_memory/.libs

cat >"$scratch/other.c" <<'C'
#include <stdint.h>
#include <vera/memory.h>

void *allocate(int64_t size);
void *allocate(int64_t size)
{
    void *block = vera_memory_allocate(size); /* in the library */
    __asm__ volatile("" ::: "memory");
    return block;
}
C

cat >"$scratch/program.c" <<'C'
#include <stdint.h>
#include <vera/memory.h>

void *allocate(int64_t size);

int main(void)
{
    void *(*volatile leak)(int64_t) = allocate;
    leak(10);
    void *block = vera_memory_allocate(20); /* allocated */
    vera_memory_free(block, 20); /* freed */
    vera_memory_free(block, 20);
    return 0;
}
C

# compile FLAG...
compile() {
    # shellcheck disable=SC2086 # flags
    $CC ${cflags-} -g -O0 -w -I"$top_srcdir/libvera_memory/include" "$@" \
        "$library/libvera_memory.so.1" -Wl,-rpath,"$library"
}

# build NAME FLAG...
build() {
    name=$1
    shift
    compile -shared -fPIC "$scratch/other.c" -o "$scratch/other.so" &&
        compile "$@" "$scratch/program.c" "$scratch/other.so" -Wl,-rpath,"$scratch" \
            -o "$scratch/$name"
}

# line_of FILE WORDS: the source's name and the number of the line with that comment.
line_of() {
    echo "$1:$(sed -n "\\|/[*] $2 [*]/|=" "$scratch/$1")"
}

# named WORDS FILE: what addr2line says of the offset in FILE that follows WORDS.
named() {
    offset=$(sed -n "s/.*$1 at $2+\\(0x[0-9a-f]*\\).*/\\1/p" "$scratch/said")
    addr2line -e "$scratch/$2" "${offset:-0}" | sed 's|.*/||; s/ .*//'
}

# same WORDS FILE SOURCE COMMENT
same() {
    echo "addr2line says $(named "$1" "$2") instead of $(line_of "$3" "$4"); the library said:"
    cat "$scratch/said"
    test "$(named "$1" "$2")" = "$(line_of "$3" "$4")"
}

# try NAME FLAG...
try() {
    if ! build "$@" 2>"$scratch/why"; then
        skip "$1" "$CC makes no such program: $(head -n 1 "$scratch/why")"
        return
    fi
    VERA_MEMORY_MODE=check VERA_MEMORY_MISUSE=report "$scratch/$1" 2>"$scratch/said"
    check "$1: where a block was allocated" same 'misuse.*allocated' "$1" program.c allocated
    check "$1: where it was freed" same 'freed' "$1" program.c freed
    check "$1: a leak in a library" same 'leak.*allocated' other.so other.c 'in the library'
}

try position_independent -fPIE -pie
try not_position_independent -fno-PIE -no-pie
finish
