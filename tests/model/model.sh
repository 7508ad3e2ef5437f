# The models of how blocks move, blocks.pml, of a fork, fork.pml, and of a lock, lock.pml: spin searches all states
# and finds no error, and with each bug that a -D option adds, it finds what the bug breaks.

. "$top_srcdir/tests/tap.sh"

CC=${CC:-cc}
models=$(cd "$top_srcdir" && pwd)/tests/model
model=$models/blocks.pml

command -v spin >/dev/null || skip_all "there is no spin"

folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
trap 'exit 99' HUP INT TERM
cd "$folder" || exit 99

echo 'int main(void) { return 0; }' >any.c
# CC is a command and flags: words to be split.
# shellcheck disable=SC2086
if ! $CC -o any any.c 2>/dev/null || ! ./any; then
    skip_all "there is no C compiler for programs that run here"
fi

# search PAN_OPTION SPIN_FLAG...: prints pan's output, and leaves a trail of an error.
# States are stored whole, not as hashes, and no order of steps is left out, so a search
# without an error proves that there is none. The limits are some two times what the models
# need, and three minutes; -b makes it an error to go deeper.
search() {
    option=$1
    shift
    rm -f pan pan.c ./*.trail
    spin -a "$@" "$model" >&2
    # shellcheck disable=SC2086
    $CC -O2 -w -DSAFETY -DNOREDUCE -DCOLLAPSE -DMEMLIM=1500 -o pan pan.c >&2 &&
        ./pan "$option" -b -m500000 -w23 -Q3 | grep -v '^Depth='
}

show() {
    printf '%s\n' "$1" | sed 's/^/# /'
}

# sound NAME REACHED SPIN_FLAG...: there is no error, the search is complete, and its report
# contains REACHED.
sound() {
    name=$1
    reached=$2
    shift 2
    found=$(search -c1 "$@" 2>&1)
    case $found in
    *' errors: 0'*'unreached in proctype thread'*"$reached"*'unreached in init'*'(0 of '*)
        case $found in
        *'not completed'*) not_ok "$name: the search ended early" ;;
        *) ok "$name" ;;
        esac
        show "$(printf '%s\n' "$found" | grep -e ' states, stored$' -e 'elapsed time')"
        ;;
    *)
        not_ok "$name"
        show "$found"
        test ! -f "${model##*/}.trail" ||
            show "$(spin -k "${model##*/}.trail" -p -g "$@" "$model" 2>&1 | tail -n 60)"
        ;;
    esac
}

# finds ERROR PAN_OPTION SPIN_FLAG...: the search ends with that error.
finds() {
    error=$1
    shift
    name="$* ends in: $error"
    found=$(search "$@" 2>&1)
    case $found in
    *"pan:1: $error (at depth "*' errors: 1'*) ok "$name" ;;
    *)
        not_ok "$name"
        show "$found"
        ;;
    esac
}

# Every step of this model is taken at least once: one that is never taken would be dead code.
every_step='(0 of '
sound 'each block is in one place, none is lost, and no thread waits for ever' "$every_step"
sound 'the same with the page layer locked under a class' "$every_step" -DNESTED

# A bug may break several of these. -E ignores invalid end states.
two_places='assertion violated  !(in_two_places)'
finds "$two_places" -E -DONLY_PLACES -DBUG_REFILL_WITHOUT_LOCK
finds "$two_places" -E -DONLY_PLACES -DBUG_PAGES_WITHOUT_LOCK
finds "$two_places" -E -DONLY_PLACES -DBUG_FLUSH_KEEPS_BLOCKS

lost='assertion violated  !(lost)'
finds "$lost" -E -DONLY_LOSSES -DBUG_EXIT_KEEPS_CACHE
torn='assertion violated  !(torn)'
finds "$torn" -E -DONLY_LOSSES -DBUG_FLUSH_WITHOUT_LOCK

waits='invalid end state'
finds "$waits" -A -DNESTED -DBUG_LOCK_ORDER

# This one has the same functions in several places, where some of their branches cannot be
# taken.
model=$models/fork.pml
sound 'a fork leaves both processes whole, whatever other threads do, and nobody waits for ever' ''
sound 'the same with a thread that forks while others are inside' '' -DIMPATIENT
finds "$two_places" -E -DBUG_CHILD_TRUSTS_SIDE_HEAP
finds "$two_places" -E -DBUG_CHILD_FLUSHES_CACHES
finds "$lost" -E -DBUG_CHILD_TAKES_HALF_ENTRIES
finds "$lost" -E -DBUG_NOTHING_IS_TAKEN_UP
finds "$two_places" -E -DBUG_FORK_DOES_NOT_WAIT
finds "$torn" -E -DBUG_LOOKS_ONLY_BEFORE
finds "$two_places" -E -DIMPATIENT -DBUG_FORKER_DISTURBS_OTHERS
finds "$two_places" -E -DIMPATIENT -DBUG_CHILD_TRUSTS_WHAT_WAS_DISTURBED
finds "$lost" -E -DBUG_TWO_FORKERS_ENTER
finds "$waits" -A -DBUG_FORK_DOES_NOT_WAIT
finds "$waits" -A -DBUG_CHILD_TRUSTS_COUNTS
finds "$waits" -A -DBUG_CHILD_KEEPS_SIDE_LOCK
finds "$waits" -A -DBUG_REFUSED_WAIT

model=$models/lock.pml
sound 'one thread has a lock, and none that waits sleeps for ever' "$every_step"
finds "$waits" -A -DBUG_NEVER_WAKES
finds "$waits" -A -DBUG_SLEEPS_WITHOUT_A_LOOK
finds "$waits" -A -DBUG_FORGETS_THAT_OTHERS_WAIT
finds "$waits" -A -DBUG_UNLOCKS_IN_TWO_STEPS
finish
