# The variables in the environment that choose modes: an unknown value is reported once, and
# the default is used.

. "$top_srcdir/tests/tap.sh"

programs=$top_builddir/tests/misuse
. "$top_srcdir/tests/program.sh"
. "$top_srcdir/tests/misuse/system.sh"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset VERA_MEMORY_MODE VERA_MEMORY_CHECK_PAGES VERA_MEMORY_MISUSE VERA_MEMORY_STATS

# begin PROGRAM SETTING...: replaces this shell, in a folder where a core file does no harm.
begin() {
    cd "$scratch" || return
    program=$1
    shift
    for setting; do
        export "${setting?}"
    done
    begin_program "$program"
}

# ends STATUS TEXT PROGRAM SETTING...: whether the program ends with that status and prints
# exactly that text on standard error.
ends() {
    wanted=$1
    text=$2
    shift 2
    status=0
    { (begin "$@" >/dev/null 2>"$scratch/err"); } 2>/dev/null || status=$?
    said=$(in_common "$scratch/err" | sed 's/(\(0x\)*[0-9a-f]*,/(ADDRESS,/')
    echo "status $status: $said"
    test "$status" -eq "$wanted" && test "$said" = "$text"
}

misuse='vera_memory: misuse: free(ADDRESS, -100 bytes): expected 0 to 9223372036854775807 bytes'

check 'misuse aborts the program by default' ends $status_of_abort "$misuse" free_with_negative_size
check 'misuse aborts the program with VERA_MEMORY_MISUSE=abort' \
    ends $status_of_abort "$misuse" free_with_negative_size VERA_MEMORY_MISUSE=abort
check 'values are case-sensitive: Report is unknown' \
    ends $status_of_abort "vera_memory: VERA_MEMORY_MISUSE is 'Report'; expected abort or report; using abort
$misuse" free_with_negative_size VERA_MEMORY_MISUSE=Report
check 'an unknown value tells the tools' \
    ends $status_of_abort "vera_memory: VERA_MEMORY_WATCHED is 'No'; expected yes or no; using yes
$misuse" free_with_negative_size VERA_MEMORY_WATCHED=No
check 'unknown values select fast and the default number' \
    ends 0 "vera_memory: VERA_MEMORY_MODE is 'Check'; expected fast or check; using fast
vera_memory: VERA_MEMORY_CHECK_PAGES is '-1'; expected a number; using 16384" \
    overflow_by_one VERA_MEMORY_MODE=Check VERA_MEMORY_CHECK_PAGES=-1
finish
