/* No call is a cancellation point. A thread with a pending cancellation takes each path
 * that locks, maps, writes or unmaps.
 */
#include "run.h"
#include "sizes.h"

#include <pthread.h>
#include <string.h>
#include <vera/memory.h>

static void allocate_and_free(void)
{
    void *block = vera_memory_allocate(100);
    vera_memory_free(block, 100);
}

static void refill_and_flush(void)
{
    static void *blocks[2000];
    for (size_t i = 0; i < 2000; i++) {
        blocks[i] = vera_memory_allocate_aligned(500, 64);
    }
    for (size_t i = 0; i < 2000; i++) {
        vera_memory_free_aligned(blocks[i], 500, 64);
    }
}

/* The largest are too large to be retained, so they are mapped and unmapped. */
static void map_and_unmap(void)
{
    for (int64_t size = 100 * KIB; size <= 64 * MIB; size *= 2) {
        vera_memory_free(vera_memory_allocate(size), size);
    }
}

/* Requests that must fail. */
static void ask_too_much(void)
{
    vera_memory_free_aligned(vera_memory_allocate_aligned(MOST, GIB), MOST, GIB);
    volatile int64_t align = 3; /* clang warns of a constant that is no power of two */
    vera_memory_free(vera_memory_allocate_aligned(100, align), 100);
}

static void copy_set_and_zero(void)
{
    static char one[100], other[100];
    vera_memory_set_memory(one, 7, sizeof one);
    vera_memory_copy_memory(other, one, sizeof one);
    vera_memory_zero_memory(one, sizeof one);
}

static void (*const acts[])(void) = {
    allocate_and_free, refill_and_flush, map_and_unmap, ask_too_much, copy_set_and_zero,
};

static size_t finished;

static void *act_while_pending(void *argument)
{
    void (*act)(void) = acts[*(int *)argument];
    pthread_cancel(pthread_self());
    act();
    finished = 1;
    pthread_testcancel();
    finished = 2;
    return NULL;
}

START_TEST(is_not_acted_upon)
{
    pthread_t thread;
    void *result;
    ck_assert_int_eq(pthread_create(&thread, NULL, act_while_pending, &_i), 0);
    ck_assert_int_eq(pthread_join(thread, &result), 0);
    ck_assert_uint_eq(finished, 1);
    ck_assert_ptr_eq(result, PTHREAD_CANCELED);
    figure("cancellation, case %d of %zu: not acted upon", _i + 1, sizeof acts / sizeof acts[0]);
    acts[_i](); /* shows that no lock is held and nothing is half done */
}
END_TEST

Suite *suite(void)
{
    Suite *suite = suite_create("cancellation");
    TCase *all = tcase_create("cancellation");
    tcase_add_loop_test(all, is_not_acted_upon, 0, sizeof acts / sizeof acts[0]);
    suite_add_tcase(suite, all);
    return suite;
}
