/* A program in check mode ends while its other threads allocate, write and free: what is looked
 * at then is found whole, and no thread is disturbed.
 */
#include "child.h"
#include "environment.h"
#include "run.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <vera/memory.h>

enum { THREADS = 4, BLOCKS = 200 };

static uint64_t next(uint64_t *random)
{
    *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *random >> 33;
}

/* Mostly small; some above the largest slot, and some of more than a page. */
static int64_t size_from(uint64_t random)
{
    return (int64_t)(random % 32 == 0 ? random % 100000 : random % 700);
}

static atomic_size_t replaced;

static void *churn(void *seed)
{
    uint64_t random = (uint64_t)(uintptr_t)seed;
    char *blocks[BLOCKS] = {NULL};
    int64_t sizes[BLOCKS];
    for (;;) {
        size_t i = (size_t)next(&random) % BLOCKS;
        if (blocks[i] != NULL) {
            vera_memory_free(blocks[i], sizes[i]);
        }
        sizes[i] = size_from(next(&random));
        blocks[i] = vera_memory_allocate(sizes[i]);
        expect(blocks[i] != NULL);
        memset(blocks[i], 1, (size_t)sizes[i]);
        atomic_fetch_add(&replaced, 1);
    }
    return NULL;
}

/* Ends in the middle of it. */
static int end_while_threads_churn(size_t turn)
{
    for (size_t i = 0; i < THREADS; i++) {
        pthread_t thread;
        expect(pthread_create(&thread, NULL, churn, (void *)(turn * THREADS + i + 1)) == 0);
    }
    size_t most = 2000 + turn % 16 * 500;
    while (atomic_load(&replaced) < most) {
        nanosleep(&(struct timespec){0, 100000}, NULL);
    }
    return EXIT_SUCCESS;
}

static const struct child_act acts[] = {
    {"end_while_threads_churn", end_while_threads_churn},
    {NULL, NULL},
};

static const char *const budgets[] = {"0", "300", "16384"};
enum { BUDGETS = sizeof budgets / sizeof budgets[0] };

START_TEST(nothing_faults_and_nobody_is_accused)
{
    environment_set("VERA_MEMORY_MODE", "check");
    environment_set("VERA_MEMORY_CHECK_PAGES", budgets[_i]);
    size_t ends = scaled(30);
    size_t faults = 0;
    size_t accusations = 0;
    for (size_t turn = 0; turn < ends; turn++) {
        struct child child;
        child_run(&child, acts[0].name, turn);
        faults += child.ended_by != 0 || child.exit_status != EXIT_SUCCESS;
        accusations += strstr(child.err, "misuse") != NULL;
    }
    figure("%s pages: %zu ends while %d threads churn, %zu faults, %zu accusations", budgets[_i],
           ends, THREADS, faults, accusations);
    ck_assert_uint_eq(faults, 0);
    ck_assert_uint_eq(accusations, 0);
}
END_TEST

Suite *suite(void)
{
    child_offer(acts);
    Suite *suite = suite_create("end");
    TCase *all = tcase_create("end");
    tcase_set_timeout(all, 120);
    tcase_add_loop_test(all, nothing_faults_and_nobody_is_accused, 0, BUDGETS);
    suite_add_tcase(suite, all);
    return suite;
}
