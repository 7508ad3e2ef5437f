/* The calls of check mode come to the gate: a fork prepares for threads that it knows of. */
#include "check/check.h"

#include "gate.h"
#include "layers.h"

#include <pthread.h>

static void *block;

static void *allocate(void *unused)
{
    block = vera_check_allocate(100, 8, NULL);
    return unused;
}

static void *free_block(void *unused)
{
    vera_check_free("free", block, 100, 8, NULL);
    return unused;
}

static void *(*const calls[])(void *) = {allocate, free_block};

START_TEST(each_call_comes_to_the_gate)
{
    pthread_t thread;
    block = vera_check_allocate(100, 8, NULL);
    ck_assert_ptr_nonnull(block);
    ck_assert(!vera_gate_is_shared());
    ck_assert_int_eq(pthread_create(&thread, NULL, calls[_i], NULL), 0);
    pthread_join(thread, NULL);
    ck_assert_ptr_nonnull(block);
    ck_assert(vera_gate_is_shared());
}
END_TEST

TCase *check_call_cases(void)
{
    TCase *all = tcase_create("check calls");
    tcase_add_loop_test(all, each_call_comes_to_the_gate, 0, 2);
    return all;
}
