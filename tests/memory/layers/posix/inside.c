/* A signal handler forks and has interrupted a call inside the library: nobody knows what that call
 * has left half done. So the child uses the side heap for good. Here the call forks itself.
 */
#include "child.h"
#include "gate.h"
#include "layers.h"
#include "side.h"
#include "system.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vera/memory.h>

enum { LARGE = 5 << 20, INHERITED = 3, PATIENCE = 30 /* seconds */ };

static void *inherited[INHERITED];

/* Not from its cache, which is its own. */
static bool allocates_aside(void)
{
    static const int64_t sizes[] = {8, 5000, 60000, 100000, LARGE};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        char *block = vera_memory_allocate(sizes[i]);
        if (block == NULL || !vera_side_has(block)) {
            return false;
        }
        block[0] = block[sizes[i] - 1] = 1;
        vera_memory_free(block, sizes[i]);
    }
    return true;
}

static bool frees_nothing(void)
{
    size_t before = vera_system_count().in_use;
    for (size_t i = 0; i < INHERITED; i++) {
        vera_memory_free(inherited[i], LARGE);
    }
    return vera_system_count().in_use == before;
}

static void *come(void *unused)
{
    vera_gate_come();
    return unused;
}

static void let_another_come(void)
{
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, come, NULL), 0);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
}

/* With and without other threads that may be inside. */
START_TEST(a_call_that_forks_leaves_its_child_aside)
{
    int status;
    vera_gate_come();
    if (_i == 1) {
        let_another_come();
    }
    for (size_t i = 0; i < INHERITED; i++) {
        inherited[i] = vera_memory_allocate(LARGE);
        ck_assert_ptr_nonnull(inherited[i]);
    }
    struct vera_pass pass = vera_gate_enter();
    pid_t child = fork();
    if (child == 0) {
        alarm(PATIENCE);
        bool holds = vera_gate_is_lost() && allocates_aside() && frees_nothing();
        vera_gate_leave(pass);
        _exit(holds && vera_gate_is_lost() && allocates_aside() ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    ck_assert(!vera_gate_is_lost());
    vera_gate_leave(pass);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    for (size_t i = 0; i < INHERITED; i++) {
        vera_memory_free(inherited[i], LARGE);
    }
}
END_TEST

static atomic_bool entered;

/* While the thread that was forked is inside for a while, which the fork waits for. */
static void *fork_again(void *status)
{
    vera_gate_come();
    while (!atomic_load(&entered)) {
        usleep(100);
    }
    pid_t grandchild = fork();
    if (grandchild == 0) {
        alarm(PATIENCE);
        _exit(vera_gate_is_lost() ? EXIT_FAILURE : EXIT_SUCCESS);
    }
    expect(waitpid(grandchild, status, 0) == grandchild);
    return NULL;
}

static bool waits_for_the_forked_thread(void)
{
    pthread_t thread;
    int status = -1;
    bool good = pthread_create(&thread, NULL, fork_again, &status) == 0;
    if (good) {
        struct vera_pass pass = vera_gate_enter();
        atomic_store(&entered, true);
        usleep(50000);
        vera_gate_leave(pass);
        good = pthread_join(thread, NULL) == 0 && status == 0;
    }
    return good;
}

START_TEST(a_forked_thread_is_waited_for)
{
    int status;
    vera_gate_come();
    pid_t child = fork();
    if (child == 0) {
        alarm(PATIENCE);
        _exit(waits_for_the_forked_thread() ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
}
END_TEST

#if defined(__linux__)

#include "bare.h"

static int begin_without_handlers(void *unused)
{
    (void)unused;
    alarm(PATIENCE);
    vera_gate_open_in_child();
    return vera_gate_is_lost() && allocates_aside() ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Forks without handlers. Returns how the child ends. */
static int status_of_clone(int (*child_does)(void *))
{
    int status;
    pid_t child = start_bare(child_does);
    expect(child > 0 && waitpid(child, &status, 0) == child);
    return status;
}

/* If a handler before a fork opens the library, its own handler may run in the child alone. */
START_TEST(a_child_that_nobody_kept_others_out_of_is_aside)
{
    vera_gate_come();
    ck_assert_int_eq(status_of_clone(begin_without_handlers), 0);
}
END_TEST

static int enter_in_child_of_lost(void *unused)
{
    (void)unused;
    alarm(PATIENCE);
    struct vera_pass pass = vera_gate_enter();
    bool good = !vera_pass_is_good(pass) && vera_gate_is_lost();
    vera_gate_leave(pass);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Also before its handlers have run. */
START_TEST(a_child_of_a_lost_one_is_lost)
{
    struct vera_pass pass = vera_gate_enter();
    vera_gate_shut();
    vera_gate_open_in_child();
    vera_gate_leave(pass);
    ck_assert(vera_gate_is_lost());
    ck_assert_int_eq(status_of_clone(enter_in_child_of_lost), 0);
}
END_TEST

static int enter_in_child(void *unused)
{
    (void)unused;
    alarm(PATIENCE);
    unsigned parents = vera_child_generation();
    struct vera_pass pass = vera_gate_enter();
    bool good = vera_pass_is_good(pass) && vera_child_generation() == parents + 1;
    vera_gate_leave(pass);
    vera_gate_open_in_child();
    return good && vera_child_generation() == parents + 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* The program's own handlers may be the first to run in it. */
START_TEST(a_child_begins_when_it_first_enters)
{
    vera_gate_shut();
    ck_assert_int_eq(status_of_clone(enter_in_child), 0);
    vera_gate_open();
}
END_TEST

#endif

TCase *inside_cases(void)
{
    TCase *all = tcase_create("inside");
    tcase_add_loop_test(all, a_call_that_forks_leaves_its_child_aside, 0, 2);
    tcase_add_test(all, a_forked_thread_is_waited_for);
#if defined(__linux__)
    tcase_add_test(all, a_child_that_nobody_kept_others_out_of_is_aside);
    tcase_add_test(all, a_child_of_a_lost_one_is_lost);
    tcase_add_test(all, a_child_begins_when_it_first_enters);
#endif
    return all;
}
