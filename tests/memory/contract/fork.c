/* fork: the child can allocate, and free what it inherited, whatever other threads were
 * doing at the fork.
 */
#include "pattern.h"
#include "posix/forked.h"
#include "run.h"
#include "sizes.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>
#include <vera/memory.h>

enum { CHURNERS = 3, BLOCKS = 100, PAUSE = 100 /* microseconds */ };

/* Block i has size_of(i) bytes and the pattern with the seed i. */
struct blocks {
    char *starts[BLOCKS];
};

static int64_t size_of(size_t index)
{
    return (int64_t)(index % 50 == 0 ? 70 * KIB : index * index % 3000);
}

static void allocate_block(struct blocks *blocks, size_t index)
{
    blocks->starts[index] = vera_memory_allocate(size_of(index));
    expect(blocks->starts[index] != NULL);
    pattern_write(blocks->starts[index], (size_t)size_of(index), index);
}

static bool free_block(struct blocks *blocks, size_t index)
{
    bool holds = pattern_holds(blocks->starts[index], (size_t)size_of(index), index);
    vera_memory_free(blocks->starts[index], size_of(index));
    return holds;
}

static bool replace_all(struct blocks *blocks)
{
    bool holds = true;
    for (size_t i = 0; i < BLOCKS; i++) {
        holds = free_block(blocks, i) && holds;
        allocate_block(blocks, i);
    }
    return holds;
}

static void allocate_all(struct blocks *blocks)
{
    for (size_t i = 0; i < BLOCKS; i++) {
        allocate_block(blocks, i);
    }
}

static bool free_all(struct blocks *blocks)
{
    bool holds = true;
    for (size_t i = 0; i < BLOCKS; i++) {
        holds = free_block(blocks, i) && holds;
    }
    return holds;
}

static atomic_bool stop;

/* Replaces blocks of its own for as long as the test lasts. It pauses, so that the children
 * make progress on a machine with few processors. */
static void *churn(void *argument)
{
    struct blocks blocks;
    allocate_all(&blocks);
    while (!atomic_load(&stop)) {
        expect(replace_all(&blocks));
        usleep(PAUSE);
    }
    expect(free_all(&blocks));
    return argument;
}

static pthread_t churners[CHURNERS];

static void begin_churn(void)
{
    for (size_t i = 0; i < CHURNERS; i++) {
        ck_assert_int_eq(pthread_create(&churners[i], NULL, churn, NULL), 0);
    }
}

static void end_churn(void)
{
    atomic_store(&stop, true);
    for (size_t i = 0; i < CHURNERS; i++) {
        pthread_join(churners[i], NULL);
    }
}

static void *replace_once(void *blocks)
{
    return replace_all(blocks) ? blocks : NULL;
}

/* What a child does: uses what it inherited, also in a new thread, and forks again if
 * `again` is set. */
static bool child_works(struct blocks *inherited, bool again)
{
    pthread_t thread;
    void *result;
    if (!replace_all(inherited) || pthread_create(&thread, NULL, replace_once, inherited) != 0 ||
        pthread_join(thread, &result) != 0 || result == NULL) {
        return false;
    }
    if (again) {
        pid_t grandchild = forked_begin();
        if (grandchild == 0) {
            _exit(child_works(inherited, false) ? EXIT_SUCCESS : EXIT_FAILURE);
        }
        return forked_wait(grandchild) == EXIT_SUCCESS && free_all(inherited);
    }
    return free_all(inherited);
}

static atomic_size_t forks, grandchildren, hung, failed;

static void fork_once(struct blocks *blocks, bool again)
{
    pid_t child = forked_begin();
    expect(child >= 0);
    if (child == 0) {
        _exit(child_works(blocks, again) ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    int status = forked_wait(child);
    forks++;
    grandchildren += again;
    hung += status == FORKED_HUNG;
    failed += status != EXIT_SUCCESS && status != FORKED_HUNG;
}

/* Stops early: if every child hung, the test would take a day. */
static bool goes_on(void)
{
    return atomic_load(&hung) + atomic_load(&failed) < 3;
}

static void judge(const char *name)
{
    figure("%s: %zu forks, %zu grandchildren, %zu hung, %zu failed", name, forks, grandchildren,
           hung, failed);
    ck_assert_uint_eq(hung + failed, 0);
}

START_TEST(under_churn)
{
    struct blocks blocks;
    allocate_all(&blocks);
    begin_churn();
    for (size_t i = 0; i < scaled(100) && goes_on(); i++) {
        fork_once(&blocks, i % 8 == 0);
        expect(replace_all(&blocks));
    }
    end_churn();
    judge("one thread forks");
    ck_assert(free_all(&blocks));
}
END_TEST

static void *fork_many(void *argument)
{
    struct blocks blocks;
    allocate_all(&blocks);
    for (size_t i = 0; i < scaled(50) && goes_on(); i++) {
        fork_once(&blocks, i % 8 == 0);
    }
    expect(free_all(&blocks));
    return argument;
}

START_TEST(two_threads_at_once)
{
    pthread_t other;
    begin_churn();
    ck_assert_int_eq(pthread_create(&other, NULL, fork_many, NULL), 0);
    fork_many(NULL);
    pthread_join(other, NULL);
    end_churn();
    judge("two threads fork");
}
END_TEST

Suite *suite(void)
{
    if (forked_skipped() != NULL) {
        skip_suite(forked_skipped());
    }
    Suite *suite = suite_create("fork");
    TCase *all = tcase_create("fork");
    tcase_add_test(all, under_churn);
    tcase_add_test(all, two_threads_at_once);
    suite_add_tcase(suite, all);
    return suite;
}
