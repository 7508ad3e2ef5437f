# The model of how blocks move, blocks.pml: spin goes through every state that it
# has and finds nothing wrong, and with each mistake that can be asked for with -D,
# it finds what that breaks.

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

# search PAN_OPTION SPIN_FLAG...: prints what pan does, and leaves a trail of an
# error. States are kept whole, not as hashes, and steps in no reduced order: where
# nothing is found, nothing is. The limits are some three times what the model
# needs, and a minute; -b makes it an error to go deeper.
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

# sound NAME SPIN_FLAG...: nothing is wrong, nothing was left unsearched, and no step
# is there that is never taken, which would say that the model does not do something.
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

sound 'blocks are in one place, none is lost, and nobody waits for ever'
sound 'and so if the pages were locked under a class' -DNESTED

# A mistake may break several of these; -E is for leaving out who waits for ever.
two_places='assertion violated  !(in_two_places)'
finds "$two_places" -E -DONLY_PLACES -DMISTAKE_REFILL_WITHOUT_LOCK
finds "$two_places" -E -DONLY_PLACES -DMISTAKE_PAGES_WITHOUT_LOCK
finds "$two_places" -E -DONLY_PLACES -DMISTAKE_FLUSH_KEEPS_BLOCKS
finds "$two_places" -E -DONLY_PLACES -DMISTAKE_FORK_RENEWS_LOCKS

lost='assertion violated  !(lost)'
finds "$lost" -E -DONLY_LOSSES -DMISTAKE_EXIT_KEEPS_CACHE
torn='assertion violated  !(torn)'
finds "$torn" -E -DONLY_LOSSES -DMISTAKE_FLUSH_WITHOUT_LOCK
finds "$torn" -E -DONLY_LOSSES -DMISTAKE_FORK_RENEWS_LOCKS

waits='invalid end state'
finds "$waits" -A -DMISTAKE_LOCK_ORDER
finds "$waits" -A -DNESTED -DMISTAKE_FORK_ORDER
finds "$waits" -A -DMISTAKE_FORK_WITHOUT_LOCKS
finds "$waits" -A -DMISTAKE_FORK_DOES_NOT_PASS
finish
