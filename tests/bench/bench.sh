# vera-bench: runs every row, reads what it wrote, and refuses what it does not understand.
# No figure is judged here, because figures depend on the machine.
. "$top_srcdir/tests/tap.sh"

bench=$top_builddir/bench/vera-bench
VERA_MODULE_PATH=$top_builddir/stage/lib/vera/modules
export VERA_MODULE_PATH

test "$has_bench" = yes || skip_all 'the benchmark is not built here'
test -z "${VERA_SANITIZER-}" || skip_all "the $VERA_SANITIZER sanitizer changes times and memory"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# One iteration of each row, which takes little time except in rows with many threads.
measure() {
    "$bench" --rounds=1 --iterations=1 --library="$top_builddir/stage/lib/libvera_memory.so.1" \
        --traces="$scratch" "$@"
}

# refuses WORDS ARGUMENT...: whether vera-bench exits with status 2 and prints WORDS.
refuses() {
    words=$1
    shift
    measure "$@" >"$scratch/output" 2>&1
    test $? -eq 2 && grep -qF -- "$words" "$scratch/output"
}

has() {
    grep -qF -- "$1" "$2"
}

each_row_is_measured() {
    "$bench" --list >"$scratch/rows"
    test -s "$scratch/rows" || return 1
    while IFS= read -r row; do
        has "\"name\":\"$row\"" "$scratch/result.json" || {
            echo "no row $row"
            return 1
        }
    done <"$scratch/rows"
}

prints_the_same() {
    measure --from="$scratch/result.json" >"$scratch/again" && cmp "$scratch/table" "$scratch/again"
}

# Two blocks: one address is used twice, and one block is never freed. The free of a block
# from before the recorder started is ignored.
cat >"$scratch/raw" <<'RAW'
10 100 0
20
30 64 4096
10
10 200 0
RAW
cat >"$scratch/expected" <<'TRACE'
6 2 3
0 100 0
1 64 4096
0
0 200 0
TRACE
trace_is_made() {
    awk -f "$top_srcdir/bench/trace.awk" "$scratch/raw" >"$scratch/cc1.trace" &&
        head -n 5 "$scratch/cc1.trace" | diff "$scratch/expected" - &&
        test "$(tail -n +6 "$scratch/cc1.trace" | sort | paste -s -d ' ' -)" = '0 1'
}
# Blocks of 60,000 and 64 bytes, in slots of 61,440 and 4,096, and after the first is freed
# one of 49 pages.
classes_are_added_up() {
    printf '%s\n' '6 2 3' '0 60000 0' '1 64 4096' 0 '0 200000 0' 1 0 |
        awk -f "$top_srcdir/bench/class_floor.awk" |
        grep -qFx 'asked for 0.19, in slots 0.20, by classes 0.25'
}
# LD_PRELOAD is a list with spaces, so the recorder is copied to a path without any.
records() {
    cp "$top_builddir/bench/.libs/recorder.so" "$scratch/" &&
        VERA_BENCH_TRACE=$scratch/recorded LD_PRELOAD=$scratch/recorder.so ls "$top_srcdir" >/dev/null &&
        awk -f "$top_srcdir/bench/trace.awk" "$scratch/recorded" >"$scratch/python3.trace" &&
        test -s "$scratch/python3.trace"
}
# Code that runs often must stay in the processor's cache. Tables that only the loader or a
# debugger reads do not count.
code_is_small() {
    size -A "$top_builddir/stage/lib/libvera_memory.so.1" |
        awk '$1 == ".text" { size = $2 } END { exit !(size > 0 && size <= 65536) }'
}
# Runs with a terminal as standard error.
shows_progress() {
    python3 -c 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))' \
        "$bench" --rounds=1 --iterations=1 --only=glibc 'ping-pong 16' </dev/null >"$scratch/terminal" &&
        has 'ping-pong 16, round 1, glibc' "$scratch/terminal"
}
check "the library's code is at most 64 KiB" code_is_small
check 'a recording becomes a trace' trace_is_made
check 'a real program is recorded' records
check 'the floors of the classes are added up' classes_are_added_up
cp "$scratch/cc1.trace" "$scratch/sqlite3.trace"

check 'every row runs' measure --only=vera --only=glibc --only=null --only=libc --only=direct \
    --only=ffi_call --only=raw --only=checked --json="$scratch/result.json"
check 'every row is in the document' each_row_is_measured
measure --from="$scratch/result.json" >"$scratch/table"
check 'a document prints the same each time' prints_the_same
if command -v gnuplot >/dev/null; then
    check 'charts are drawn' measure --from="$scratch/result.json" --charts="$scratch/charts"
    for chart in speed.svg speed.png memory.svg memory.png; do
        check "$chart" test -s "$scratch/charts/$chart"
    done
else
    skip 'charts are drawn' 'there is no gnuplot'
fi
measure --from="$scratch/result.json" --bars >"$scratch/bars"
check 'bars are compared' has 'ping-pong 16 ' "$scratch/bars"
check 'a row without figures is not measured' has 'not measured  ' "$scratch/bars"
check 'an allocator can be added' measure --only=added \
    --peer=added=libc.so.6,malloc,free,aligned_alloc,free,align-size 'ping-pong 16'
check 'an allocator that is not installed is left out' has 'gone is left out' "$(
    measure --only=gone --peer=gone=nowhere.so,a,b,c,d 'ping-pong 16' >"$scratch/gone" 2>&1
    echo "$scratch/gone"
)"
minimal=$top_builddir/bench/.libs/minimal_check.so,minimal_check_allocate,minimal_check_free
check 'the minimal check can be measured' measure --complete --only=minimal-check \
    --peer="minimal-check=$minimal,minimal_check_allocate,minimal_check_free" 'ping-pong 16'
check 'a complete run leaves no allocator out' refuses 'gone would be left out' --complete \
    --only=gone --peer=gone=nowhere.so,a,b,c,d 'ping-pong 16'
check 'a complete run leaves no row out' refuses 'trace of cc1 would be left out' --complete \
    --traces="$scratch/nowhere" --only=glibc 'trace of cc1'
if python3 -c 'import pty; pty.openpty()' 2>/dev/null; then
    check 'progress is shown on a terminal' shows_progress
else
    skip 'progress is shown on a terminal' 'python3 or a pseudo-terminal is missing'
fi
check 'an unknown row is refused' refuses "there is no row 'nothing'" nothing
check 'a malformed allocator is refused' refuses "'x=y' is not NAME=LIBRARY" --peer=x=y
check 'a wrong number is refused' refuses "--rounds: 'many' is not a number" --rounds=many
check 'a document of another format is refused' refuses '"format": 1' --from="$(
    echo '{"format": 2}' >"$scratch/format.json"
    echo "$scratch/format.json"
)"
check 'a trace that ends early is refused' refuses 'ends after 4 steps; expected 6' 'trace of cc1' \
    --only=glibc --traces="$(
        mkdir "$scratch/early"
        head -n 5 "$scratch/cc1.trace" >"$scratch/early/cc1.trace"
        echo "$scratch/early"
    )"
finish
