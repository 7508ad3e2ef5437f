/* Locks: one thread at a time has one, and whoever waits sleeps, and is woken. */
#include "layers.h"
#include "system.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

static struct vera_lock lock = VERA_LOCK_INIT;

START_TEST(it_is_had_once)
{
    ck_assert(vera_try_lock(&lock));
    ck_assert(!vera_try_lock(&lock));
    vera_unlock(&lock);
    vera_lock(&lock);
    ck_assert(!vera_try_lock(&lock));
    vera_unlock(&lock);
    ck_assert(vera_try_lock(&lock));
    vera_unlock(&lock);
}
END_TEST

static size_t counted; /* guarded by the lock */

/* With long times inside now and then, so that others fall asleep. */
static void *count(void *rounds)
{
    for (size_t i = 0; i < *(size_t *)rounds; i++) {
        vera_lock(&lock);
        size_t before = counted;
        for (unsigned turn = 0; i % 1000 == 0 && turn < 40; turn++) {
            vera_system_pause(turn);
        }
        counted = before + 1;
        vera_unlock(&lock);
    }
    return NULL;
}

START_TEST(it_keeps_others_out)
{
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    size_t rounds = scaled(20000);
    for (size_t i = 0; i < THREADS; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, count, &rounds), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    ck_assert_uint_eq(counted, THREADS * rounds);
}
END_TEST

/* Milliseconds of the processor that the calling thread has used. */
static uint64_t processor_time(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

static void *wait_for_it(void *used)
{
    uint64_t start = processor_time();
    vera_lock(&lock);
    vera_unlock(&lock);
    *(uint64_t *)used = processor_time() - start;
    return NULL;
}

START_TEST(who_waits_long_sleeps)
{
    pthread_t thread;
    uint64_t used;
    vera_lock(&lock);
    ck_assert_int_eq(pthread_create(&thread, NULL, wait_for_it, &used), 0);
    uint64_t start = vera_system_now();
    for (unsigned turn = 100; vera_system_now() - start < 500; turn++) {
        vera_system_pause(turn);
    }
    vera_unlock(&lock);
    pthread_join(thread, NULL);
    ck_assert_uint_lt(used, 250);
}
END_TEST

TCase *lock_cases(void)
{
    TCase *all = tcase_create("lock");
    tcase_add_test(all, it_is_had_once);
    tcase_add_test(all, it_keeps_others_out);
    tcase_add_test(all, who_waits_long_sleeps);
    return all;
}
