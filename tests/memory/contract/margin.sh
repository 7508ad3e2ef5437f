# The variables of the shared library lie out of reach of blocks: more than 64 KiB of read-only
# parts before them, and 64 KiB that nobody uses after them.

. "$top_srcdir/tests/tap.sh"

library=$top_builddir/stage/lib/libvera_memory.so.1
margin=65536

test -z "${VERA_SANITIZER-}" || skip_all "the sanitizer adds variables of its own"
test -e "$library" || skip_all "the library is no ELF file"
command -v readelf >/dev/null || skip_all "there is no readelf"

# Prints "start size" in decimal of the section NAME.
section() {
    readelf -SW "$library" | sed -n "s/^ *\[ *[0-9]*\] $1 *[A-Z]* *\([0-9a-f]*\) [0-9a-f]* \([0-9a-f]*\) .*/0x\1 0x\2/p" |
        while read -r start size; do echo "$((start)) $((size))"; done
}

# Prints "start size" of the last variable.
last() {
    readelf -sW "$library" | awk '$4 == "OBJECT" && $NF == "vera_arena_margin" { print $2, $3 }' |
        head -n 1 | while read -r start size; do echo "$((0x$start)) $((size))"; done
}

test -n "$(last)" || skip_all "the library is stripped of its symbols"

read -r data _ <<END
$(section '\.data')
END
check "read-only parts before the variables" test "$data" -ge "$margin"

read -r start size <<END
$(last)
END
read -r bss bytes <<END
$(section '\.bss')
END
check "a margin of 64 KiB" test "$size" -ge "$margin"
check "the margin is last" test "$((start + size))" -ge "$((bss + bytes - 64))"
finish
