/* The program's own fork handlers may wait for threads that allocate, free or end, whether they
 * run while the library expects the fork or around that.
 */
#include "posix/forked.h"
#include "posix/window.h"
#include "run.h"
#include "sizes.h"
#include "status.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

static void *use(void *argument)
{
    expect(window_use());
    return argument;
}

static void wait_for_a_new_thread(void)
{
    window_join(use);
}

START_TEST(for_a_thread_that_they_start)
{
    window_begin(_i, wait_for_a_new_thread);
    window_fork_many("handlers that start a thread and wait for it", scaled(20), NULL);
}
END_TEST

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static atomic_bool stop;

static void *use_with_mutex(void *argument)
{
    while (!atomic_load(&stop)) {
        pthread_mutex_lock(&mutex);
        bool good = window_use();
        pthread_mutex_unlock(&mutex);
        expect(good);
    }
    return argument;
}

static void lock(void)
{
    pthread_mutex_lock(&mutex);
}

static void unlock(void)
{
    pthread_mutex_unlock(&mutex);
}

/* The usual way to have a lock free in the child. */
START_TEST(for_a_lock_that_a_thread_has_while_it_allocates)
{
    enum { THREADS = 2 };
    pthread_t threads[THREADS];
    window_begin_each(_i == 1, lock, unlock, unlock);
    for (size_t i = 0; i < THREADS; i++) {
        expect(pthread_create(&threads[i], NULL, use_with_mutex, NULL) == 0);
    }
    window_fork_many("handlers that lock", scaled(20), NULL);
    atomic_store(&stop, true);
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
}
END_TEST

enum state { NONE, FILLING, FULL, ENDING };

/* A worker has a full cache when it is told to end. */
static struct {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    enum state state;
} worker = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static void change_to(enum state state)
{
    pthread_mutex_lock(&worker.mutex);
    worker.state = state;
    pthread_cond_broadcast(&worker.changed);
    pthread_mutex_unlock(&worker.mutex);
}

static void await(enum state state)
{
    pthread_mutex_lock(&worker.mutex);
    while (worker.state != state) {
        pthread_cond_wait(&worker.changed, &worker.mutex);
    }
    pthread_mutex_unlock(&worker.mutex);
}

enum { CACHED = 2000, CACHED_SIZE = 1000 };

static void fill_cache(void)
{
    static void *blocks[CACHED];
    for (size_t i = 0; i < CACHED; i++) {
        blocks[i] = library.allocate(CACHED_SIZE);
        expect(blocks[i] != NULL);
    }
    for (size_t i = 0; i < CACHED; i++) {
        library.free(blocks[i], CACHED_SIZE);
    }
    library.free(library.allocate(300 * KIB), 300 * KIB);
}

static void *fill_and_wait(void *argument)
{
    fill_cache();
    change_to(FULL);
    await(ENDING);
    return argument;
}

static void end_worker(void)
{
    if (worker.state == FULL) {
        change_to(ENDING);
        pthread_join(worker.thread, NULL);
        worker.state = NONE;
    }
}

/* Nothing of a cache is lost in the parent, whoever takes it up. The blocks of a lost one
 * would add some 64 KiB each time. */
START_TEST(for_a_thread_that_ends)
{
    enum { ROUNDS = 60, WARM_UP = 10 };
    size_t before = 0;
    int variant = _i / 2 * MOMENTS + _i % 2; /* the child has no such thread */
    window_begin(variant, end_worker);
    for (size_t i = 0; i < ROUNDS; i++) {
        change_to(FILLING);
        expect(pthread_create(&worker.thread, NULL, fill_and_wait, NULL) == 0);
        await(FULL);
        window_fork(NULL);
        before = i == WARM_UP ? status_resident() : before;
    }
    size_t after = status_resident();
    size_t grown = after > before ? after - before : 0;
    if (status_skipped() == NULL) {
        figure("a thread that ends%s: %d times, resident memory grew by %zu KiB", window_name(),
               ROUNDS - WARM_UP, grown >> 10);
        ck_assert_uint_le(grown, MIB);
    }
}
END_TEST

/* A thread that is in the middle of something at any moment of the fork. It has no cache yet, so
 * each of its blocks comes from what is set aside for such threads. */
static pthread_t busy;
static void *inherited[CACHED];
static size_t inherited_count;

static void free_inherited(void)
{
    library.free(inherited[--inherited_count], CACHED_SIZE);
}

static void *keep_busy(void *argument)
{
    while (!atomic_load(&stop)) {
        void *block = library.allocate(100);
        expect(block != NULL);
        library.free(block, 100);
        if (inherited_count > 0) {
            free_inherited();
        }
    }
    return argument;
}

static void begin_to_be_busy(void)
{
    for (; inherited_count < CACHED; inherited_count++) {
        inherited[inherited_count] = library.allocate(CACHED_SIZE);
        expect(inherited[inherited_count] != NULL);
    }
    atomic_store(&stop, false);
    expect(pthread_create(&busy, NULL, keep_busy, NULL) == 0);
}

static void end_being_busy(void)
{
    atomic_store(&stop, true);
    pthread_join(busy, NULL);
    atomic_store(&stop, false);
    while (inherited_count > 0) {
        free_inherited();
    }
}

START_TEST(for_a_thread_in_the_child_whatever_others_did)
{
    window_begin_each(_i == 1, begin_to_be_busy, end_being_busy, wait_for_a_new_thread);
    window_fork_many("handlers that wait in the child", scaled(60), NULL);
}
END_TEST

static int depth;

static void fork_again(void)
{
    if (depth < 2) {
        depth++;
        window_fork(NULL);
        depth--;
    }
}

START_TEST(for_a_child_that_they_fork)
{
    window_begin(_i, fork_again);
    window_fork_many("handlers that fork", scaled(10), NULL);
}
END_TEST

static atomic_size_t arrived;

/* Waits until both threads are here, or a while: the other one may have gone on. */
static void meet(void)
{
    atomic_fetch_add(&arrived, 1);
    for (size_t turn = 0; turn < 100 && atomic_load(&arrived) % 2 != 0; turn++) {
        usleep(1000);
    }
    expect(window_use());
}

static void *fork_some(void *argument)
{
    for (size_t i = 0; i < scaled(10); i++) {
        window_fork(NULL);
    }
    return argument;
}

START_TEST(for_another_thread_that_forks)
{
    pthread_t other;
    window_begin(_i, meet);
    expect(pthread_create(&other, NULL, fork_some, NULL) == 0);
    fork_some(NULL);
    expect(pthread_join(other, NULL) == 0);
    window_fork_many("two threads whose handlers meet", 1, NULL);
}
END_TEST

static void *churn(void *argument)
{
    while (!atomic_load(&stop)) {
        expect(window_use());
    }
    return argument;
}

START_TEST(for_threads_while_others_churn)
{
    enum { CHURNERS = 2 };
    pthread_t churners[CHURNERS];
    window_begin(_i, wait_for_a_new_thread);
    for (size_t i = 0; i < CHURNERS; i++) {
        expect(pthread_create(&churners[i], NULL, churn, NULL) == 0);
    }
    window_fork_many("handlers that wait, while others churn", scaled(20), NULL);
    atomic_store(&stop, true);
    for (size_t i = 0; i < CHURNERS; i++) {
        pthread_join(churners[i], NULL);
    }
}
END_TEST

Suite *suite(void)
{
    if (forked_skipped() != NULL) {
        skip_suite(forked_skipped());
    }
    Suite *suite = suite_create("fork_waits");
    TCase *all = tcase_create("fork_waits");
    tcase_add_loop_test(all, for_a_thread_that_they_start, 0, VARIANTS);
    tcase_add_loop_test(all, for_a_thread_that_ends, 0, 4);
    tcase_add_loop_test(all, for_a_thread_in_the_child_whatever_others_did, 0, 2);
    tcase_add_loop_test(all, for_a_child_that_they_fork, 0, VARIANTS);
    tcase_add_loop_test(all, for_another_thread_that_forks, 0, VARIANTS);
    tcase_add_loop_test(all, for_threads_while_others_churn, 0, VARIANTS);
    suite_add_tcase(suite, all);
    TCase *compared = tcase_create("fork_waits_compared"); /* with other allocators */
    tcase_add_loop_test(compared, for_a_lock_that_a_thread_has_while_it_allocates, 0, 2);
    suite_add_tcase(suite, compared);
    return suite;
}
