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
        --recordings="$scratch" "$@"
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

# number BYTES VALUE: a number, low bytes first, as printf's escapes.
number() {
    left=$1 value=$2
    while test "$left" -gt 0; do
        printf '\\%03o' $((value % 256))
        value=$((value / 256)) left=$((left - 1))
    done
}

# recording STEPS BLOCKS ALLOCATIONS BYTES: writes a recording to standard output.
recording() {
    printf "VERAREC1$(number 8 "$1")$(number 8 "$2")$(number 8 "$3")$(number 8 0)$4"
}

# A block of 100 bytes; one of 64 with alignment 4096; the first is freed; one of 200.
four_steps='\221\003\203\002\014\000\241\006'
cat >"$scratch/expected" <<'STEPS'
0 100 0
1 64 4096
0
0 200 0
1
0
STEPS
recording_is_read() {
    recording 4 2 3 "$four_steps" >"$scratch/cc1.rec" &&
        "$bench" --print="$scratch/cc1.rec" | diff "$scratch/expected" -
}

# refuses_recording WORDS ARGUMENT...: of a recording with these arguments.
refuses_recording() {
    words=$1
    shift
    mkdir -p "$scratch/bad" && recording "$@" >"$scratch/bad/cc1.rec" &&
        refuses "$words" --only=glibc --recordings="$scratch/bad" 'program cc1'
}

# Only the process that is meant is recorded, and not the shell or a child. LD_PRELOAD is a list
# with spaces, so the recorder is copied to a path without any.
cat >"$scratch/allocating" <<'SIZES'
10001 0
20002 0
30003 0
40004 4096
50048 64
60006 0
70007 0
SIZES
records() {
    cp "$top_builddir/bench/.libs/recorder.so" "$scratch/" &&
        VERA_BENCH_PROGRAM=allocating VERA_BENCH_RECORDING=$scratch/own.rec \
            LD_PRELOAD=$scratch/recorder.so sh -c '"$1" && true' sh \
            "$top_builddir/tests/bench/allocating" &&
        "$bench" --print="$scratch/own.rec" >"$scratch/steps" &&
        awk 'NF == 3 && $2 > 10000 && $2 < 70008 { print $2, $3 }' "$scratch/steps" |
            diff "$scratch/allocating" - &&
        awk 'NF == 3 { live[$1]++ } NF == 1 && live[$1]-- != 1 { exit 1 }' "$scratch/steps" &&
        tail -n 1 "$scratch/steps" | grep -qx '[0-9]*'
}

# Blocks of 60,000 and 64 bytes, in slots of 61,440 and 4,096, and after the first is freed one of
# 49 pages.
classes_are_added_up() {
    printf '%s\n' '0 60000 0' '1 64 4096' 0 '0 200000 0' 1 0 |
        awk -f "$top_srcdir/bench/floor.awk" |
        grep -qFx 'asked for 0.19, in slots 0.20, by classes 0.25, in slabs 0.20'
}

# One in 4.3 allocations is of the second size, and the third is too large to be played. The
# averages are over steps, of which there are more when more blocks are live.
distribution_is_right() {
    "$bench" --print="$scratch/two.rec" | awk '
        NF == 3 { size[$1] = $2; live[$2]++; allocations[$2]++ }
        NF == 1 { live[size[$1]]-- }
        NR > 1000000 && NR <= 8000000 { sum[10] += live[10]; sum[1000] += live[1000]; count++ }
        function near(value, expected) { return value > 0.97 * expected && value < 1.06 * expected }
        END {
            exit !(near(sum[10] / count, 100) && near(sum[1000] / count, 2.5) &&
                   near(allocations[10] / allocations[1000], 5 / 1.5) && live[10] == 0 &&
                   !(3000000000 in allocations))
        }'
}
# More blocks than a thread's cache has at first, so that there are misses.
counts_a_program() {
    measure --only=vera --only=null --instructions=all --json="$scratch/counts.json" 'program cc1' &&
        for metric in instructions misses locks calls; do
            has "\"$metric\":{\"values\":[" "$scratch/counts.json" || return 1
        done
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
check 'a recording is read' recording_is_read
check 'a real program is recorded' records
check 'the floors of the classes are added up' classes_are_added_up
"$bench" --list | sed -n 's/^program \([a-z0-9]*\)$/\1/p' | while read -r name; do
    test "$name" = cc1 || cp "$scratch/cc1.rec" "$scratch/$name.rec"
done
printf '%s\n' '10, 5, 100' '1000, 1.5, 2.5' '3000000000, 1, 1' >"$scratch/two.csv"

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
check 'a complete run leaves no row out' refuses 'program cc1 would be left out' --complete \
    --recordings="$scratch/nowhere" --only=glibc 'program cc1'
if python3 -c 'import pty; pty.openpty()' 2>/dev/null; then
    check 'progress is shown on a terminal' shows_progress
else
    skip 'progress is shown on a terminal' 'python3 or a pseudo-terminal is missing'
fi
# Valgrind cannot read what some compilers write for debuggers.
if valgrind --quiet --tool=none --trace-children=yes "$bench" --list >/dev/null 2>&1 &&
    command -v strace >/dev/null; then
    check 'the counts of a program are complete' counts_a_program
else
    skip 'the counts of a program are complete' 'valgrind cannot run it, or strace is missing'
fi
check 'an unknown row is refused' refuses "there is no row 'nothing'" nothing
check 'a malformed allocator is refused' refuses "'x=y' is not NAME=LIBRARY" --peer=x=y
check 'a wrong number is refused' refuses "--rounds: 'many' is not a number" --rounds=many
check 'a document of another format is refused' refuses '"format": 1' --from="$(
    echo '{"format": 2}' >"$scratch/format.json"
    echo "$scratch/format.json"
)"
check 'a recording that ends early is refused' refuses_recording \
    'ends or is damaged after 3 steps; expected 4' 4 2 3 '\221\003\203\002\014\000'
check 'a free of nothing is refused' refuses_recording \
    'step 2: expected the number of a live block' 2 1 1 '\221\003\002'
check 'a block too many is refused' refuses_recording \
    'step 2: more blocks than the header says' 2 1 2 '\221\003\221\003'
check 'a header that does not fit is refused' refuses_recording \
    'counts that fit together' 2 3 2 '\221\003\221\003'
check 'another file is refused' refuses 'is no recording' --print="$top_srcdir/README.md"
check 'a distribution is played' measure --only=glibc --distribution="$scratch/two.csv" \
    'distribution two'
check 'its sizes have their rates and counts' distribution_is_right
printf '%s\n' '10, 5, 100' '1000, x, 2.5' >"$scratch/wrong.csv"
check 'a wrong distribution is refused' refuses 'wrong.csv:2: expected bytes' \
    --distribution="$scratch/wrong.csv" 'distribution wrong'
finish
