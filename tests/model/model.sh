# The model of how blocks move, blocks.pml: spin searches all its states and finds no
# error, and with each bug that a -D option adds, it finds what the bug breaks.

. "$top_srcdir/tests/tap.sh"

CC=${CC:-cc}
model=$(cd "$top_srcdir" && pwd)/tests/model/blocks.pml

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
# without an error proves that there is none. The limits are some three times what the
# model needs, and a minute; -b makes it an error to go deeper.
search() {
    option=$1
    shift
    rm -f pan pan.c ./*.trail
    spin -a "$@" "$model" >&2
    # shellcheck disable=SC2086
    $CC -O2 -w -DSAFETY -DNOREDUCE -DCOLLAPSE -DMEMLIM=1024 -o pan pan.c >&2 &&
        ./pan "$option" -b -m500000 -w23 -Q1 | grep -v '^Depth='
}

show() {
    printf '%s\n' "$1" | sed 's/^/# /'
}

# sound NAME SPIN_FLAG...: there is no error, the search is complete, and every step of the
# model is taken at least once: one that is never taken would be dead code in the model.
sound() {
    name=$1
    shift
    found=$(search -c1 "$@" 2>&1)
    case $found in
    *' errors: 0'*'unreached in proctype thread'*'(0 of '*'unreached in init'*'(0 of '*)
        case $found in
        *'not completed'*) not_ok "$name: the search ended early" ;;
        *) ok "$name" ;;
        esac
        show "$(printf '%s\n' "$found" | grep -e ' states, stored$' -e 'elapsed time')"
        ;;
    *)
        not_ok "$name"
        show "$found"
        test ! -f blocks.pml.trail ||
            show "$(spin -k blocks.pml.trail -p -g "$@" "$model" 2>&1 | tail -n 60)"
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

sound 'each block is in one place, none is lost, and no thread waits for ever'
sound 'the same with the page layer locked under a class' -DNESTED

# A bug may break several of these. -E ignores invalid end states.
two_places='assertion violated  !(in_two_places)'
finds "$two_places" -E -DONLY_PLACES -DBUG_REFILL_WITHOUT_LOCK
finds "$two_places" -E -DONLY_PLACES -DBUG_PAGES_WITHOUT_LOCK
finds "$two_places" -E -DONLY_PLACES -DBUG_FLUSH_KEEPS_BLOCKS
finds "$two_places" -E -DONLY_PLACES -DBUG_FORK_RENEWS_LOCKS

lost='assertion violated  !(lost)'
finds "$lost" -E -DONLY_LOSSES -DBUG_EXIT_KEEPS_CACHE
torn='assertion violated  !(torn)'
finds "$torn" -E -DONLY_LOSSES -DBUG_FLUSH_WITHOUT_LOCK
finds "$torn" -E -DONLY_LOSSES -DBUG_FORK_RENEWS_LOCKS

waits='invalid end state'
finds "$waits" -A -DBUG_LOCK_ORDER
finds "$waits" -A -DNESTED -DBUG_FORK_ORDER
finds "$waits" -A -DBUG_FORK_WITHOUT_LOCKS
finds "$waits" -A -DBUG_FORK_DOES_NOT_PASS
finish
