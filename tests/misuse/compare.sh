#!/bin/sh
# Commits every misuse in the library, in both modes, and in other allocators in its place,
# and prints the results as a table in Markdown.
#   top_srcdir=... top_builddir=... compare.sh [PROGRAM...]    default: all programs
set -eu
here=$top_srcdir/tests/misuse
programs=$top_builddir/tests/misuse
peers=${VERA_TEST_PEERS-glibc jemalloc mimalloc gperftools}
unset VERA_MEMORY_MODE VERA_MEMORY_CHECK_PAGES VERA_MEMORY_MISUSE VERA_MEMORY_STATS

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Copied to a path without spaces: spaces separate the entries of LD_PRELOAD.
peer=$scratch/peer.so
cp "$top_builddir/tests/peers/.libs/peer.so" "$peer"

# The programs that end by a signal in some mode: the others commit no misuse.
names() {
    sed -n 's/ *| */|/g; /^[a-z]/p' "$here/table.txt" | awk -F '|' '$3 ~ /^SIG/ { print $1 }' | uniq
}

# begin COLUMN PROGRAM: replaces this shell, in a folder where a core file does no harm.
# jemalloc loads only with more static TLS than a program has by default. gperftools
# reports every allocation of a GiB unless told not to.
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

# Whether the allocator printed a message in the last run.
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

# The number of times each word is in a column.
count() {
    sort "$scratch/$1.cells" | uniq -c | awk '{ $1 = $1 " "; sub(/ +/, " "); printf "%s%s", comma, $0; comma = ", " }'
}

# Hides the shell's own messages about programs that end by a signal.
exec 2>/dev/null

for other in $peers; do
    run "$other" free_of_null
    test "$status" -ne 77 || : >"$scratch/$other.missing"
done

cat <<'END'
- `named`: a message says what is wrong, and the program aborts
- `stopped`: a signal ends the program without a message
- `silent`: the program goes on, and its blocks are intact and do not overlap
- `CORRUPT`: the program goes on, and finds its own blocks overwritten or handed out twice
- `hung`: the program was still running after ten seconds
- `-`: the misuse cannot be committed there

END
heading="| misuse | libvera_memory | check mode | $(echo "$peers" | sed 's/ / | /g') |"
echo "$heading"
echo "$heading" | sed 's/[^|][^|]*/ --- /g'
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
