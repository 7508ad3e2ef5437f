#!/bin/sh
# Commits every misuse in the library, in both modes, and in other allocators that stand
# in for it, and prints what came of it as a table in Markdown.
#   top_srcdir=... top_builddir=... compare.sh [PROGRAM...]    all, without any
set -eu
here=$top_srcdir/tests/misuse
programs=$top_builddir/tests/misuse
peers='glibc jemalloc mimalloc gperftools'
unset VERA_MEMORY_MODE VERA_MEMORY_CHECK_PAGES VERA_MEMORY_MISUSE VERA_MEMORY_STATS

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Where no space is in the path: LD_PRELOAD is a list with spaces.
peer=$scratch/peer.so
cp "$top_builddir/tests/peers/.libs/peer.so" "$peer"

# Those that some mode finds or ends: the others are no misuse.
names() {
    sed -n 's/ *| */|/g; /^[a-z]/p' "$here/table.txt" | awk -F '|' '$3 ~ /^SIG/ { print $1 }' | uniq
}

# begin COLUMN PROGRAM: in place of this shell, where a core may be left. More static TLS
# than a program has by itself is for jemalloc, which is not loaded otherwise; the report
# is gperftools' of every allocation of a GiB.
begin() {
    cd "$scratch" || return
    case $1 in
    fast | check) exec env VERA_MEMORY_MODE="$1" timeout 10 "$programs/$2" ;;
    *)
        exec env LD_PRELOAD="$peer" VERA_TEST_PEER="$1" \
            GLIBC_TUNABLES=glibc.rtld.optional_static_tls=16384 \
            TCMALLOC_LARGE_ALLOC_REPORT_THRESHOLD=0 timeout 10 "$programs/$2"
        ;;
    esac
}

# run COLUMN PROGRAM: sets `status`.
run() {
    status=0
    (begin "$@" >"$scratch/out" 2>"$scratch/err") || status=$?
}

# Whether the program that ran last left a word of the allocator's.
has_message() {
    grep -v '^timeout: ' "$scratch/err" | grep -q .
}

# cell COLUMN PROGRAM
cell() {
    if test -e "$scratch/$1.missing"; then
        echo 'skipped: not installed'
        return
    fi
    run "$@"
    case $status in
    0) grep -q '^corrupt: ' "$scratch/out" && echo CORRUPT || echo silent ;;
    77) echo - ;;
    124) echo hung ;;
    134) has_message && echo named || echo stopped ;;
    *) echo stopped ;;
    esac
}

# How often each word stands in a column.
count() {
    sort "$scratch/$1.cells" | uniq -c | awk '{ $1 = $1 " "; sub(/ +/, " "); printf "%s%s", comma, $0; comma = ", " }'
}

# The shell's own words on the ends of programs are of no interest.
exec 2>/dev/null

for other in $peers; do
    run "$other" free_of_null
    test "$status" -ne 77 || : >"$scratch/$other.missing"
done

cat <<'END'
- `named`: a message says what is wrong, and the program is aborted
- `stopped`: the program ends by a signal, and nothing says why
- `silent`: the program goes on, and its blocks are whole and apart
- `CORRUPT`: the program goes on, and finds its own blocks overwritten, or handed out twice
- `hung`: the program was still at it ten seconds later
- `-`: the misuse cannot be brought about there

| misuse | libvera_memory | check mode | glibc | jemalloc | mimalloc | gperftools |
| --- | --- | --- | --- | --- | --- | --- |
END
# shellcheck disable=SC2046 # a list of words
test $# -gt 0 || set -- $(names)
for name in "$@"; do
    printf '| %s |' "$(echo "$name" | tr _ ' ')"
    for column in fast check $peers; do
        cell "$column" "$name" | tee -a "$scratch/$column.cells" | sed 's/.*/ & |/' | tr -d '\n'
    done
    echo
done
printf '| %s misuses |' $#
for column in fast check $peers; do
    printf ' %s |' "$(count "$column")"
done
echo
