/* The gate: while a thread forks it alone may enter, and it waits for those inside. */
#include "gate.h"

#include "class.h"
#include "layers.h"
#include "side.h"
#include "system.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

static bool may_enter(void)
{
    struct vera_pass pass = vera_gate_enter();
    vera_gate_leave(pass);
    return vera_pass_is_good(pass);
}

static void *try_to_enter(void *may)
{
    *(bool *)may = may_enter();
    return NULL;
}

static bool another_may_enter(void)
{
    pthread_t thread;
    bool may = false;
    ck_assert_int_eq(pthread_create(&thread, NULL, try_to_enter, &may), 0);
    pthread_join(thread, NULL);
    return may;
}

START_TEST(whoever_shuts_it_may_enter_alone)
{
    ck_assert(may_enter() && another_may_enter());
    vera_gate_shut();
    ck_assert(vera_gate_is_shut());
    ck_assert(may_enter());
    ck_assert(!another_may_enter());
    vera_gate_open();
    ck_assert(!vera_gate_is_shut());
    ck_assert(may_enter() && another_may_enter());
    ck_assert(!vera_gate_is_used());
}
END_TEST

START_TEST(it_opens_as_often_as_it_was_shut)
{
    vera_gate_shut();
    vera_gate_shut();
    vera_gate_open();
    ck_assert(may_enter());
    ck_assert(!another_may_enter());
    vera_gate_open();
    ck_assert(another_may_enter());
    vera_gate_open(); /* by a handler of a library that was opened during the fork */
    ck_assert(another_may_enter());
}
END_TEST

/* Two threads take steps in turn. */
static atomic_int step;

static void await(int wanted)
{
    for (unsigned turn = 0; atomic_load(&step) < wanted; turn++) {
        vera_system_pause(turn);
    }
}

static void *shut_too(void *may)
{
    bool *entered = may;
    vera_gate_shut();
    entered[0] = may_enter();
    atomic_store(&step, 1);
    await(2);
    entered[1] = may_enter();
    vera_gate_open();
    return NULL;
}

/* The second thread waits a while for the first one, and then goes on. */
START_TEST(two_that_shut_it_keep_each_other_out)
{
    pthread_t thread;
    bool entered[] = {true, false};
    vera_gate_shut();
    ck_assert_int_eq(pthread_create(&thread, NULL, shut_too, entered), 0);
    await(1);
    ck_assert(!may_enter());
    vera_gate_open();
    atomic_store(&step, 2);
    pthread_join(thread, NULL);
    ck_assert(!entered[0]);
    ck_assert(entered[1]);
    ck_assert(may_enter());
}
END_TEST

static atomic_bool acted;

/* Stays inside for that time, or until the other has acted. */
static void *stay(void *milliseconds)
{
    vera_gate_come();
    struct vera_pass pass = vera_gate_enter();
    uint64_t start = vera_system_now();
    atomic_store(&step, 1);
    for (unsigned turn = 0;
         vera_system_now() - start < *(unsigned *)milliseconds && !atomic_load(&acted); turn++) {
        vera_system_pause(turn);
    }
    atomic_store(&step, 2);
    vera_gate_leave(pass);
    return NULL;
}

static int act_while_another_stays(unsigned milliseconds, void (*act)(void))
{
    pthread_t thread;
    vera_gate_come();
    atomic_store(&acted, false);
    ck_assert_int_eq(pthread_create(&thread, NULL, stay, &milliseconds), 0);
    await(1);
    ck_assert(vera_gate_is_used());
    act();
    int reached = atomic_load(&step);
    atomic_store(&acted, true);
    pthread_join(thread, NULL);
    return reached;
}

START_TEST(it_waits_until_nobody_is_inside)
{
    void *aside = vera_side_take(100, 8);
    ck_assert_ptr_nonnull(aside);
    ck_assert_int_eq(act_while_another_stays(60, vera_gate_shut), 2);
    vera_gate_open_in_child();
    ck_assert(!vera_gate_is_used());
    ck_assert(!vera_gate_is_lost());
    ck_assert(may_enter() && another_may_enter());
    for (size_t i = 0; i < 2; i++) { /* the child leaves such a block alone */
        unsigned actual;
        ck_assert_int_eq(vera_side_give(aside, vera_class_of(100, 8), &actual), VERA_MISUSE_NONE);
    }
}
END_TEST

/* The child of such a fork cannot trust what it finds. */
START_TEST(it_does_not_wait_for_ever)
{
    ck_assert_int_eq(act_while_another_stays(6000, vera_gate_shut), 1);
    vera_gate_open_in_child();
    ck_assert(vera_gate_is_lost());
    ck_assert(!may_enter());
    vera_gate_shut();
    ck_assert(!may_enter());
    vera_gate_open();
    ck_assert(!may_enter());
    vera_gate_shut();
    vera_gate_open_in_child(); /* in a child of the child */
    ck_assert(vera_gate_is_lost());
    ck_assert(!may_enter());
}
END_TEST

/* Then nobody is waited for, who may never leave. */
START_TEST(a_lost_one_is_shut_at_once)
{
    uint64_t least = UINT64_MAX;
    struct vera_pass pass = vera_gate_enter();
    vera_gate_shut();
    vera_gate_open_in_child();
    ck_assert(vera_gate_is_lost());
    for (size_t i = 0; i < 5; i++) {
        uint64_t start = vera_system_now();
        vera_gate_shut();
        uint64_t took = vera_system_now() - start;
        least = took < least ? took : least;
        vera_gate_open();
    }
    vera_gate_leave(pass);
    ck_assert_uint_lt(least, 20);
}
END_TEST

static void *come(void *unused)
{
    vera_gate_come();
    return unused;
}

static void another_comes(void)
{
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, come, NULL), 0);
    pthread_join(thread, NULL);
}

/* As when a signal handler forks. Others may use the library, too, and wait for what the thread
 * holds; what it holds, it must not take again. */
START_TEST(a_thread_does_not_wait_for_itself)
{
    vera_gate_come();
    if (_i > 0) {
        another_comes();
    }
    struct vera_pass pass = vera_gate_enter();
    uint64_t start = vera_system_now();
    vera_gate_shut();
    ck_assert(!may_enter());
    vera_gate_open();
    ck_assert(!vera_gate_shut_at_end());
    ck_assert(!vera_gate_is_shut());
    ck_assert_uint_lt(vera_system_now() - start, 4000);
    vera_gate_leave(pass);
    ck_assert(may_enter());
}
END_TEST

static void shut_at_end(void)
{
    ck_assert(vera_gate_shut_at_end());
}

static void fail_to_shut_at_end(void)
{
    ck_assert(!vera_gate_shut_at_end());
    ck_assert(!vera_gate_is_shut());
}

START_TEST(it_is_shut_at_the_end_if_others_leave)
{
    ck_assert_int_eq(act_while_another_stays(60, shut_at_end), 2);
    ck_assert(may_enter());
    ck_assert(!another_may_enter());
    vera_gate_open();
    ck_assert(another_may_enter());
}
END_TEST

START_TEST(it_is_not_shut_at_the_end_if_others_stay)
{
    ck_assert_int_eq(act_while_another_stays(6000, fail_to_shut_at_end), 1);
}
END_TEST

static void *fork_for_a_while(void *unused)
{
    vera_gate_shut();
    uint64_t start = vera_system_now();
    atomic_store(&step, 1);
    for (unsigned turn = 0; vera_system_now() - start < 60; turn++) {
        vera_system_pause(turn);
    }
    atomic_store(&step, 2);
    vera_gate_open();
    return unused;
}

START_TEST(it_is_shut_at_the_end_after_a_fork)
{
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, fork_for_a_while, NULL), 0);
    await(1);
    ck_assert(vera_gate_shut_at_end());
    ck_assert_int_eq(atomic_load(&step), 2);
    pthread_join(thread, NULL);
    vera_gate_shut(); /* a handler of a fork may end the program, too */
    ck_assert(vera_gate_shut_at_end());
    vera_gate_open();
    vera_gate_open();
    vera_gate_open();
    ck_assert(!vera_gate_is_shut());
}
END_TEST

START_TEST(it_knows_whether_one_thread_comes)
{
    vera_gate_come();
    vera_gate_come();
    ck_assert(!vera_gate_is_shared());
    another_comes();
    ck_assert(vera_gate_is_shared());
    vera_gate_shut();
    vera_gate_open_in_child();
    ck_assert(!vera_gate_is_shared());
    another_comes(); /* beside the thread that forked, which need not come again */
    ck_assert(vera_gate_is_shared());
}
END_TEST

enum { NUMBERED = 8 };

static void *number_of_own(void *weight)
{
    struct vera_pass pass = vera_gate_enter();
    *(uintptr_t *)weight = pass.weight;
    vera_gate_leave(pass);
    atomic_fetch_add(&step, 1);
    await(NUMBERED); /* so that each has a stack of its own */
    return NULL;
}

/* By which it knows whether it is itself inside. */
START_TEST(each_thread_has_a_number)
{
    pthread_t threads[NUMBERED];
    uintptr_t weights[NUMBERED];
    for (size_t i = 0; i < NUMBERED; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, number_of_own, &weights[i]), 0);
    }
    for (size_t i = 0; i < NUMBERED; i++) {
        pthread_join(threads[i], NULL);
        for (size_t other = 0; other < i; other++) {
            ck_assert_uint_ne(weights[i], weights[other]);
        }
    }
}
END_TEST

TCase *gate_cases(void)
{
    TCase *all = tcase_create("gate");
    tcase_add_test(all, whoever_shuts_it_may_enter_alone);
    tcase_add_test(all, it_opens_as_often_as_it_was_shut);
    tcase_add_test(all, two_that_shut_it_keep_each_other_out);
    tcase_add_test(all, it_waits_until_nobody_is_inside);
    tcase_add_test(all, a_lost_one_is_shut_at_once);
    tcase_add_loop_test(all, a_thread_does_not_wait_for_itself, 0, 2);
    tcase_add_test(all, it_is_shut_at_the_end_if_others_leave);
    tcase_add_test(all, it_is_shut_at_the_end_after_a_fork);
    tcase_add_test(all, each_thread_has_a_number);
    tcase_add_test(all, it_knows_whether_one_thread_comes);
    return all;
}

TCase *impatient_gate_cases(void)
{
    TCase *all = slow_cases("impatient gate", 60);
    tcase_add_test(all, it_does_not_wait_for_ever);
    tcase_add_test(all, it_is_not_shut_at_the_end_if_others_stay);
    return all;
}
