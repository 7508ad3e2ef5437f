/* Signals interrupt calls, and their handler copies, sets and zeroes memory. The interrupted
 * call then goes on as if nothing had happened. The handler does not allocate or free.
 */
#include "pattern.h"
#include "run.h"
#include "sizes.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/time.h>
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

Suite *suite(void)
{
    if (UNDER_THREAD_SANITIZER) {
        skip_suite("ThreadSanitizer delays signals until a call of its own");
    }
    Suite *suite = suite_create("signals");
    TCase *all = tcase_create("signals");
    tcase_add_test(all, may_copy_set_and_zero_at_any_time);
    suite_add_tcase(suite, all);
    return suite;
}
