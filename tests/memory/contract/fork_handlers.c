/* The program's own fork handlers, which allocate and free during a fork. One is registered
 * before the library's, so it runs while the library keeps other threads out; the other after it.
 * So the library is opened between the two.
 */
#include "library.h"
#include "posix/forked.h"
#include "run.h"
#include "sizes.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

static struct library library;

enum { BLOCKS = 40 };

/* Enough blocks for refills and flushes; the largest have pages of their own. */
static void prepare(void **blocks)
{
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = library.allocate((int64_t)i * 2000);
        expect(blocks[i] != NULL);
    }
}

static void finish(void **blocks)
{
    for (size_t i = 0; i < BLOCKS; i++) {
        library.free(blocks[i], (int64_t)i * 2000);
    }
}

static void *held_first[BLOCKS];
static void *held_second[BLOCKS];

static void prepare_first(void)
{
    prepare(held_first);
}

static void finish_first(void)
{
    finish(held_first);
}

static void prepare_second(void)
{
    prepare(held_second);
}

static void finish_second(void)
{
    finish(held_second);
}

static void begin(void)
{
    ck_assert_int_eq(pthread_atfork(prepare_first, finish_first, finish_first), 0);
    library = library_open();
    ck_assert_int_eq(pthread_atfork(prepare_second, finish_second, finish_second), 0);
}

static void *use(void *argument)
{
    for (size_t i = 0; i < 300; i++) {
        void *block = library.allocate(500);
        void *large = library.allocate(70 * KIB);
        expect(block != NULL && large != NULL);
        library.free(large, 70 * KIB);
        library.free(block, 500);
    }
    return argument;
}

static size_t forks, hung, failed;

static void fork_once(void)
{
    pid_t child = forked_begin();
    expect(child >= 0);
    if (child == 0) {
        use(NULL);
        _exit(EXIT_SUCCESS);
    }
    int status = forked_wait(child);
    forks++;
    hung += status == FORKED_HUNG;
    failed += status != EXIT_SUCCESS && status != FORKED_HUNG;
}

static void fork_many(size_t count)
{
    for (size_t i = 0; i < count && hung + failed < 3; i++) {
        fork_once();
    }
}

static void judge(const char *name)
{
    figure("handlers that allocate, %s: %zu forks, %zu hung, %zu failed", name, forks, hung,
           failed);
    ck_assert_uint_eq(hung + failed, 0);
}

START_TEST(in_a_single_thread)
{
    begin();
    fork_many(scaled(100));
    judge("one thread");
}
END_TEST

static atomic_bool stop;

static void *churn(void *argument)
{
    while (!atomic_load(&stop)) {
        use(NULL);
    }
    return argument;
}

START_TEST(while_other_threads_allocate)
{
    enum { CHURNERS = 3 };
    pthread_t churners[CHURNERS];
    begin();
    for (size_t i = 0; i < CHURNERS; i++) {
        ck_assert_int_eq(pthread_create(&churners[i], NULL, churn, NULL), 0);
    }
    fork_many(scaled(100));
    atomic_store(&stop, true);
    for (size_t i = 0; i < CHURNERS; i++) {
        pthread_join(churners[i], NULL);
    }
    judge("four threads");
}
END_TEST

Suite *suite(void)
{
    Suite *suite = suite_create("fork_handlers");
    TCase *all = tcase_create("fork_handlers");
    tcase_add_test(all, in_a_single_thread);
    tcase_add_test(all, while_other_threads_allocate);
    suite_add_tcase(suite, all);
    return suite;
}
