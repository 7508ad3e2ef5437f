# The contract holds in check mode, with guarded blocks and without. Where blocks cost
# system calls, each thread gets records of its own, or a fault or fork is tried again and
# again, programs run with a tenth of more than ten repetitions.

. "$top_srcdir/tests/tap.sh"
. "$top_srcdir/tests/program.sh"

programs="$top_builddir/tests/memory/contract"
test -x "$programs/allocate${exeext-}" || skip_all 'there is no Check'

scale=${VERA_TEST_SCALE-1}
tenth=$(echo "$scale" | awk '{ print ($1 > 10 ? $1 / 10 : $1 < 1 ? $1 : 1) }')

# keeps PROGRAM PAGES SCALE
keeps() {
    (
        VERA_MEMORY_MODE=check VERA_MEMORY_CHECK_PAGES=$2 VERA_TEST_SCALE=$3
        export VERA_MEMORY_MODE VERA_MEMORY_CHECK_PAGES VERA_TEST_SCALE
        begin_program "$1"
    )
}

# print_figures PAGES: prints the figures of the last program.
print_figures() {
    printf '%s\n' "$tap_output" | sed -n "s/^# figure: /# figure: check mode, $1 pages: /p"
}

# try PROGRAM PAGES SCALE
try() {
    check "$1, with $2 pages" keeps "$@"
    print_figures "$2"
}

programs_of_one_thread='allocate allocate_aligned bulk exhaustion free'
thread_data=thread_data
faults='advised copies faults fork_aside fork_generations fork_handlers fork_misuse fork_waits'
faults="$faults idle_addresses loading mappings namespaces reach refusal signals static_tls"
budgets='0 1000'
case ${VERA_SANITIZER-} in
thread)
    # ThreadSanitizer takes minutes for the programs of one thread and for mappings that
    # come and go, and it ends a thread before the last of its destructors runs.
    programs_of_one_thread=
    thread_data=
    faults=
    budgets=0
    ;;
address)
    faults=
    budgets=0
    ;;
esac

# try_budgets PROGRAM SCALE: the scale is that without guarded blocks.
try_budgets() {
    if test "${exeext-}" = .exe && test ! -e "$programs/$1.exe"; then
        skip "$1" 'Windows does not have this test'
        return
    fi
    for pages in $budgets; do
        if test "$pages" -eq 0; then
            try "$1" 0 "$2"
        elif test "$1${exeext-}" = exhaustion.exe; then
            # Nor do guards become narrow there: a reservation is released whole.
            skip "$1, with $pages pages" 'Windows limits no addresses'
        else
            try "$1" "$pages" "$tenth"
        fi
    done
}

for program in $programs_of_one_thread cancellation churn fork lifetime $thread_data; do
    try_budgets "$program" "$scale"
done
for program in $faults; do
    try_budgets "$program" "$tenth"
done
test -n "${VERA_SANITIZER-}" || try threads 0 "$tenth"
finish
