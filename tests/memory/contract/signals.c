/* Signals interrupt calls, and their handler copies, sets and zeroes memory. The interrupted
 * call then goes on as if nothing had happened. The handler does not allocate or free. Or it
 * ends the program, wherever the call was.
 */
#include "mode.h"
#include "pattern.h"
#include "posix/forked.h"
#include "run.h"
#include "sizes.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>
#include <vera/memory.h>

enum { BLOCKS = 500, BYTES = 300, INTERVAL = 100 /* microseconds */ };

static atomic_size_t handled;
static atomic_size_t spoiled; /* signals whose copy differed from the source */
static char from[BYTES], to[BYTES];

static void handle(int signal)
{
    (void)signal;
    int saved = errno;
    size_t turn = atomic_fetch_add(&handled, 1);
    vera_memory_set_memory(from, (int8_t)(turn % 100 + 1), BYTES);
    vera_memory_zero_memory(to, BYTES);
    vera_memory_copy_memory(to, from, BYTES);
    for (size_t i = 0; i < BYTES; i++) {
        if (to[i] != (char)(turn % 100 + 1)) {
            atomic_fetch_add(&spoiled, 1);
            break;
        }
    }
    errno = saved;
}

static void begin_signals(void)
{
    struct itimerval often = {{0, INTERVAL}, {0, INTERVAL}};
    ck_assert_int_eq(sigaction(SIGALRM, &(struct sigaction){.sa_handler = handle}, NULL), 0);
    ck_assert_int_eq(setitimer(ITIMER_REAL, &often, NULL), 0);
}

static void end_signals(void)
{
    setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
}

static int64_t size_of(size_t i, size_t round)
{
    return (int64_t)(i % 50 == 0 ? 70 * KIB + round % 9 * 300 * KIB : (i + round) * i % 4000);
}

/* Causes refills, flushes, large blocks that come and go, and requests that fail. */
static void churn(size_t round)
{
    static char *blocks[BLOCKS];
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = vera_memory_allocate_aligned(size_of(i, round), 8 << i % 8);
        expect(blocks[i] != NULL);
        pattern_write(blocks[i], (size_t)size_of(i, round), i + round);
    }
    expect(vera_memory_allocate_aligned(MOST, GIB) == NULL && errno == ENOMEM);
    for (size_t i = 0; i < BLOCKS; i++) {
        expect(pattern_holds(blocks[i], (size_t)size_of(i, round), i + round));
        vera_memory_free_aligned(blocks[i], size_of(i, round), 8 << i % 8);
    }
}

START_TEST(may_copy_set_and_zero_at_any_time)
{
    size_t rounds = 0;
    begin_signals();
    while (atomic_load(&handled) < scaled(300)) {
        churn(rounds++);
    }
    end_signals();
    figure("signals: %zu during %zu calls, %zu spoiled", handled, rounds * (2 * BLOCKS + 1),
           spoiled);
    ck_assert_uint_eq(spoiled, 0);
    churn(0);
}
END_TEST

enum { ENDED = 7, MOST_WAIT = 3000 /* microseconds */, MOST_OTHERS = 2 };

static void end_program(int signal)
{
    (void)signal;
    exit(ENDED);
}

/* Most of the time is spent in refills and flushes, which put stacks in order. */
static void *refill_and_flush(void *unused)
{
    void *blocks[BLOCKS];
    for (;;) {
        for (size_t i = 0; i < BLOCKS; i++) {
            blocks[i] = vera_memory_allocate(16);
        }
        for (size_t i = 0; i < BLOCKS; i++) {
            vera_memory_free(blocks[i], 16);
        }
    }
    return unused;
}

/* In check mode, each would list its blocks as leaks. */
static void be_quiet(void)
{
    if (mode_is_check()) {
        expect(freopen("/dev/null", "w", stderr) != NULL);
    }
}

static _Noreturn void refill_and_flush_until_the_end(int others)
{
    be_quiet();
    for (int i = 0; i < others; i++) {
        pthread_t thread;
        expect(pthread_create(&thread, NULL, refill_and_flush, NULL) == 0);
    }
    refill_and_flush(NULL);
    abort();
}

/* The library looks at the end at what the thread has in its cache, and in check mode at marks: it
 * neither waits for what the interrupted call holds, nor takes what that has not finished for
 * misuse. Other threads may wait for what it holds, and go on meanwhile. */
START_TEST(may_end_the_program_at_any_time)
{
    size_t children = scaled(100), hung = 0, failed = 0;
    struct sigaction ends = {.sa_handler = end_program};
    ck_assert_int_eq(sigaction(SIGUSR1, &ends, NULL), 0);
    fflush(NULL);
    for (size_t i = 0; i < children; i++) {
        pid_t child = forked_begin();
        if (child == 0) {
            refill_and_flush_until_the_end(_i);
        }
        if (i % 2 == 0) { /* the others end while their fork goes on, or soon after it */
            usleep((useconds_t)(i * 997 % MOST_WAIT));
        }
        ck_assert_int_eq(kill(child, SIGUSR1), 0);
        int status = forked_wait(child);
        hung += status == FORKED_HUNG;
        failed += status != FORKED_HUNG && status != ENDED;
    }
    figure("handlers that end the program, with %d other threads: %zu, %zu hung, %zu failed", _i,
           children, hung, failed);
    ck_assert_uint_eq(hung + failed, 0);
}
END_TEST

Suite *suite(void)
{
    if (UNDER_THREAD_SANITIZER) {
        skip_suite("ThreadSanitizer delays signals until a call of its own");
    }
    Suite *suite = suite_create("signals");
    TCase *all = tcase_create("signals");
    tcase_add_test(all, may_copy_set_and_zero_at_any_time);
    tcase_add_loop_test(all, may_end_the_program_at_any_time, 0, MOST_OTHERS + 1);
    suite_add_tcase(suite, all);
    return suite;
}
