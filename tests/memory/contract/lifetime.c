/* Early and late calls: before main, while the program exits, and after the main thread
 * has ended.
 */
#include "child.h"
#include "run.h"
#include "works.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>
#include <vera/memory.h>

static bool worked_before_main;
static void *block_before_main;

/* Runs before constructors without a priority. */
__attribute__((constructor(101))) static void early(void)
{
    worked_before_main = works_everywhere();
    block_before_main = vera_memory_allocate(100);
}

START_TEST(before_main)
{
    figure("before main: %s", worked_before_main ? "works" : "fails");
    ck_assert(worked_before_main);
    ck_assert_ptr_nonnull(block_before_main);
    vera_memory_free(block_before_main, 100);
}
END_TEST

static void *block_at_exit;

static void at_exit(void)
{
    vera_memory_free(block_at_exit, 100);
    if (!works_everywhere()) {
        _exit(EXIT_FAILURE);
    }
}

static int leave(size_t argument)
{
    (void)argument;
    vera_memory_free(block_before_main, 100);
    atexit(at_exit);
    block_at_exit = vera_memory_allocate(100);
    exit(7);
}

START_TEST(in_atexit_handlers)
{
    struct child child;
    child_run(&child, "leave", 0);
    figure("in an atexit handler: %s", child.exit_status == 7 ? "works" : "fails");
    ck_assert_str_eq(child.err, "");
    ck_assert_int_eq(child.exit_status, 7);
}
END_TEST

/* The main thread may end while the others go on. */
static void *outlive(void *main_thread)
{
    pthread_join(*(pthread_t *)main_thread, NULL);
    exit(works_everywhere() ? 7 : EXIT_FAILURE);
}

static int end_main_thread(size_t argument)
{
    (void)argument;
    static pthread_t self;
    pthread_t thread;
    vera_memory_free(block_before_main, 100);
    self = pthread_self();
    if (works_everywhere() && pthread_create(&thread, NULL, outlive, &self) == 0) {
        pthread_exit(NULL);
    }
    return EXIT_FAILURE;
}

START_TEST(after_the_main_thread)
{
    struct child child;
    child_run(&child, "end_main_thread", 0);
    figure("after the main thread: %s", child.exit_status == 7 ? "works" : "fails");
    ck_assert_str_eq(child.err, "");
    ck_assert_int_eq(child.exit_status, 7);
}
END_TEST

static const struct child_act acts[] = {
    {"leave", leave},
    {"end_main_thread", end_main_thread},
    {NULL, NULL},
};

Suite *suite(void)
{
    child_offer(acts);
    Suite *suite = suite_create("lifetime");
    TCase *all = tcase_create("lifetime");
    tcase_add_test(all, before_main);
    tcase_add_test(all, in_atexit_handlers);
    if (UNDER_THREAD_SANITIZER) {
        skip_test("after_the_main_thread", "ThreadSanitizer ends with the main thread");
    } else {
        tcase_add_test(all, after_the_main_thread);
    }
    suite_add_tcase(suite, all);
    return suite;
}
