# The fast paths take no more instructions than are recorded for this compiler and these
# flags, and a pair as many as README.md says. With the argument `record`, records what they take now.
. "$top_srcdir/tests/tap.sh"

record=$top_srcdir/bench/instructions.txt
bench=$top_builddir/bench/vera-bench
key="$($CC --version | head -n 1), $cflags, $(uname -m)"

test "$has_bench" = yes || skip_all 'the benchmark is not built here'
test -z "${VERA_SANITIZER-}" || skip_all "the $VERA_SANITIZER sanitizer adds instructions"
command -v valgrind >/dev/null || skip_all 'valgrind is missing'

count() {
    "$bench" --counts --library="$top_builddir/stage/lib/libvera_memory.so.1" \
        'ping-pong 16' 'ping-pong 64' 'ping-pong 256' 'ping-pong 1 Ki' 'ping-pong 8 Ki' \
        'ping-pong 64 Ki' 'batch, random order' churn aligned 'miss 64, in order' \
        'miss 64, at random' 'miss 512, in order' 'miss 512, at random' 2>"$scratch/errors"
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

if test "${1-}" = record; then
    count >"$scratch/counts" || { cat "$scratch/errors" >&2; exit 1; }
    awk -v key="[$key]" '/^\[/ { skip = $0 == key } !skip { print }' "$record" >"$scratch/record"
    { cat "$scratch/record"; echo "[$key]"; cat "$scratch/counts"; } >"$record"
    exit
fi

grep -qFx "[$key]" "$record" || skip_all "nothing is recorded for $key"
count >"$scratch/counts" || {
    sed 's/^/# /' "$scratch/errors"
    not_ok 'vera-bench counts instructions'
    finish
}
awk -v key="$key" -f "$top_srcdir/tests/bench/compare.awk" \
    "$top_srcdir/README.md" "$record" "$scratch/counts"
