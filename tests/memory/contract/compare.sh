#!/bin/sh
# Runs these test programs on the library, in both modes, and on other allocators in its
# place, and prints the results as a table in Markdown. VERA_TEST_SCALE multiplies the
# repetitions, by default by 10; VERA_TEST_PEERS names the other allocators, by default all.
# The exit status is 1 if the library failed a test.
#   top_srcdir=... top_builddir=... compare.sh [PROGRAM...]    without any, all
set -eu
here=$top_srcdir/tests/memory/contract
programs=$top_builddir/tests/memory/contract
VERA_TEST_SCALE=${VERA_TEST_SCALE-10}
CK_DEFAULT_TIMEOUT=${CK_DEFAULT_TIMEOUT-200}
export VERA_TEST_SCALE CK_DEFAULT_TIMEOUT
peers=${VERA_TEST_PEERS-glibc jemalloc mimalloc gperftools}

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# LD_PRELOAD is a list with spaces, so the library is copied to a path without any.
peer=$results/peer.so
cp "$top_builddir/tests/peers/.libs/peer.so" "$peer"

# Faults, one per line: its label, the program, the test, which case of a test with several
# (* counts those that pass), and a part of the figure's name.
rows() {
    cat <<'END'
allocate: whole blocks of every size|allocate|every_byte_is_usable|1|allocate
allocate: null if there is no memory|allocate|impossible_requests_return_null|*|
allocate_aligned: null if there is no memory|allocate_aligned|impossible_requests_return_null|*|
allocate_aligned: alignments to 1 GiB|allocate_aligned|huge_alignments|*|
allocate_aligned: 3 MiB at 1 GiB|allocate_aligned|no_more_memory_than_the_block|4|3 MiB at alignment 1048576
only the n-th system call fails, 1 thread|faults|every_call_may_fail|1|1 thread, the n-th alone
the n-th and all later calls, 1 thread|faults|every_call_may_fail|2|1 thread, the n-th and all
only the n-th, 4 threads|faults|every_call_may_fail|3|4 threads, the n-th alone
the n-th and all later calls, 4 threads|faults|every_call_may_fail|4|4 threads, the n-th and all
RLIMIT_AS leaves 64 MiB: 64 bytes, then 1 MiB|exhaustion|all_memory_is_usable_and_reusable|1|64 MiB of addresses
the same: 1000 bytes, then 100 KiB|exhaustion|all_memory_is_usable_and_reusable|3|64 MiB of addresses
the same: 32 KiB, then 16 bytes|exhaustion|all_memory_is_usable_and_reusable|5|64 MiB of addresses
requests that no machine could serve|refusal|idle_memory_stays_for_what_no_machine_could_serve|1|idle memory and refused
no more mappings|mappings|survives_without_new_mappings|1|mappings
one thread forks while three churn|fork|under_churn|1|one thread forks
two threads fork while three churn|fork|two_threads_at_once|1|two threads fork
fork handlers that allocate, before and after|fork_handlers|while_other_threads_allocate|1|handlers that allocate, four threads
fork handlers that take a lock under which threads allocate|fork_waits|for_a_lock_that_a_thread_has_while_it_allocates|1|handlers that lock, in the library
10^6 blocks allocated and freed while another thread forks|fork_aside|a_million_blocks_take_a_mebibyte|1|pairs during a fork
1000 generations of forks|fork_generations|a_thousand_generations_stay_flat|1|generations
short threads with full caches|threads|a_thousand_threads_leave_nothing|1|short threads
no pthread key left|threads|without_a_key_threads_leave_nothing|1|short threads without a key
first calls of eight threads at once|start|whoever_comes_first_is_served|2|one takes long
a fork during the first call|start|whoever_comes_first_is_served|4|a fork while a setting
before main|lifetime|before_main|1|before main
in destructors of other keys|thread_data|in_destructors_of_thread_specific_data|1|destructors of other keys
in an atexit handler|lifetime|in_atexit_handlers|1|in an atexit handler
dlopen and dlclose while a thread has a cache|loading|opened_and_closed_while_a_thread_has_a_cache|1|opened and closed
dlopen and dlclose in threads that end|loading|opened_and_closed_by_threads_that_end|1|opened and closed in threads
four files, and two of the same name|copies|coexist|1|copies
a block freed into the wrong copy|copies|a_block_of_another_copy_is_reported_as_foreign|*|
a program's keys, and copies in namespaces|namespaces|keys_hold_what_the_program_set|1|keys of a program
one word of static TLS left|static_tls|loads_while_one_word_is_left|1|static TLS
madvise refused|advised|refused_advice_is_not_given_at_each_call|1|madvise refused
all memory locked|advised|all_memory_may_be_locked|1|mlockall
only mmap, munmap, madvise and futex|sandbox|four_calls_are_enough|mode|four system calls
pending cancellation|cancellation|is_not_acted_upon|*|
signals during calls|signals|may_copy_set_and_zero_at_any_time|1|signals
a signal handler that ends the program|signals|may_end_the_program_at_any_time|1|handlers that end
writes of up to 64 KiB beside blocks|reach|no_record_is_within_64_KiB_of_a_block|1|writes beside blocks
64 threads crossed|threads|producers_and_consumers_crossed|1|64 threads crossed
1 GiB of 16 bytes freed|idle|goes_back|1|MiB in blocks
1 GiB of 4 KiB freed|idle|goes_back|4|MiB in blocks
1 GiB of 64 KiB freed|idle|goes_back|5|MiB in blocks
1 GiB of 20 MiB freed|idle|goes_back|7|MiB in blocks
writable beyond what is in use and warm: blocks replaced|idle_addresses|what_is_writable_is_in_use_or_warm|2|replaces large blocks
the same: every second block freed|idle_addresses|what_is_writable_is_in_use_or_warm|4|frees every second block
RLIMIT_AS of 256 MiB, 100 MiB in blocks|idle_addresses|a_limit_is_left_to_others|1|RLIMIT_AS
RLIMIT_DATA of 256 MiB, 100 MiB in blocks|idle_addresses|a_limit_is_left_to_others|2|RLIMIT_DATA
65 % of the memory in untouched blocks, then a fork|idle_addresses|untouched_blocks_do_not_hinder_a_fork|1|untouched blocks
END
}

names() {
    rows | cut -d '|' -f 2 | sort -u
}

# stands_in ALLOCATOR PROGRAM: whether the allocator can run the program in the library's
# place. It cannot if the program looks at the library's own file or contains its archive. glibc
# and gperftools allocate by calls inside the C library, which a program cannot make fail.
stands_in() {
    case $1/$2 in
    */copies | */fork_aside | */fork_generations | */loading | */namespaces) return 1 ;;
    */start | */static_tls) return 1 ;;
    glibc/advised | glibc/faults | gperftools/faults) return 1 ;;
    *) return 0 ;;
    esac
}

# In check mode freed blocks wait in a quarantine.
not_in_check_mode() {
    test "$1" = idle
}

# run COLUMN PROGRAM SETTING...: stores the program's report. Its exit status is that of
# the program.
run() {
    column=$1
    program=$2
    shift 2
    env "$@" timeout 1200 "$programs/$program" >"$results/$column.$program" 2>/dev/null
}

# run_own COLUMN PROGRAM SETTING...: the same for the library itself, which must pass.
run_own() {
    run "$@" || {
        echo "compare.sh: $2 fails in libvera_memory, with $3" >&2
        failed=1
    }
}

# Programs that open the library open another one instead. Where the other one hangs, each
# test would take the usual time. The tunable is for jemalloc, which needs more static TLS
# than a program has by default.
run_other() {
    wait=$CK_DEFAULT_TIMEOUT
    case $2 in
    reach) wait=100 ;;
    fork_*) test "$VERA_TEST_SCALE" = 1 && wait=10 || wait=60 ;;
    esac
    test "$2" != fork_waits || set -- "$@" CK_RUN_CASE=fork_waits_compared
    run "$@" LD_PRELOAD="$peer" VERA_TEST_LIBRARY="$peer" VERA_TEST_PEER="$1" \
        CK_DEFAULT_TIMEOUT="$wait" GLIBC_TUNABLES=glibc.rtld.optional_static_tls=16384
}

run_all() {
    for name in "$@"; do
        run_own fast "$name" VERA_MEMORY_MODE=fast
        not_in_check_mode "$name" || run_own check "$name" VERA_MEMORY_MODE=check VERA_MEMORY_CHECK_PAGES=0
        for other in $peers; do
            ! stands_in "$other" "$name" || run_other "$other" "$name" || :
        done
    done
}

# cell COLUMN PROGRAM TEST CASE FIGURE
cell() {
    turn=$4
    if test "$turn" = mode; then
        test "$1" = check && turn=2 || turn=1
    fi
    if test -s "$results/$1.$2"; then
        awk -v test="$3" -v turn="$turn" -v figure="$5" -f "$here/compare.awk" "$results/$1.$2"
    else
        echo -
    fi
}

# shellcheck disable=SC2046 # a list of words
test $# -gt 0 || set -- $(names)
failed=0
run_all "$@"
heading="| fault | libvera_memory | check mode | $(echo "$peers" | sed 's/ / | /g') |"
echo "$heading"
echo "$heading" | sed 's/[^|][^|]*/ --- /g'
rows | while IFS='|' read -r label program test turn figure; do
    case " $* " in
    *" $program "*) ;;
    *) continue ;;
    esac
    printf '| %s |' "$label"
    for column in fast check $peers; do
        printf ' %s |' "$(cell "$column" "$program" "$test" "$turn" "$figure")"
    done
    echo
done
exit "$failed"
