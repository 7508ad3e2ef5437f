/* Calls early and late: before main, while a thread's other thread-specific
 * data is destroyed, and while the program exits.
 */
#include "child.h"
#include "pattern.h"
#include "run.h"
#include "sizes.h"

#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>
#include <vera/memory.h>

/* Takes every path from a cache down: sizes small and large, enough of each to
 * refill and flush. */
static bool works(void)
{
    enum { COUNT = 300 };
    static _Thread_local char *blocks[COUNT];
    for (int64_t size = 8; size <= 256 * KIB; size *= 32) {
        for (size_t i = 0; i < COUNT; i++) {
            blocks[i] = vera_memory_allocate_aligned(size, 8 << i % 4);
            if (blocks[i] == NULL) {
                return false;
            }
            pattern_write(blocks[i], 8, i);
        }
        for (size_t i = 0; i < COUNT; i++) {
            if (!pattern_holds(blocks[i], 8, i)) {
                return false;
            }
            vera_memory_free_aligned(blocks[i], size, 8 << i % 4);
        }
    }
    return true;
}

static bool worked_before_main;
static void *block_before_main;

/* Keys whose numbers are below that of the library's own. */
enum { SPARE_KEYS = 16 };
static pthread_key_t spare_keys[SPARE_KEYS];

/* Ahead of the constructors that state no priority. */
__attribute__((constructor(101))) static void early(void)
{
    for (size_t i = 0; i < SPARE_KEYS; i++) {
        pthread_key_create(&spare_keys[i], NULL);
    }
    worked_before_main = works();
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

/* Destructors of keys run in rounds, as long as one sets its key again; the
 * library's own runs in the first. */
static pthread_key_t early_key;
static pthread_key_t late_key;
static atomic_int destroyed;

static void destroy(pthread_key_t key, void *block)
{
    vera_memory_free(block, 5000);
    expect(works());
    atomic_fetch_add(&destroyed, 1);
    void *next = vera_memory_allocate(5000);
    expect(next != NULL);
    pthread_setspecific(key, next);
}

static void destroy_early(void *block)
{
    destroy(early_key, block);
}

static void destroy_late(void *block)
{
    destroy(late_key, block);
}

static void *set_both(void *argument)
{
    pthread_setspecific(early_key, vera_memory_allocate(5000));
    pthread_setspecific(late_key, vera_memory_allocate(5000));
    return argument;
}

START_TEST(in_destructors_of_thread_specific_data)
{
    pthread_t thread;
    ck_assert_int_eq(pthread_key_create(&late_key, destroy_late), 0);
    pthread_key_delete(spare_keys[0]);
    ck_assert_int_eq(pthread_key_create(&early_key, destroy_early), 0);
    ck_assert_uint_eq(early_key, spare_keys[0]);
    ck_assert_int_eq(pthread_create(&thread, NULL, set_both, NULL), 0);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    figure("destructors of other keys: worked in %d", atomic_load(&destroyed));
    ck_assert_int_ge(atomic_load(&destroyed), 2 * PTHREAD_DESTRUCTOR_ITERATIONS);
}
END_TEST

static void *block_at_exit;

static void at_exit(void)
{
    vera_memory_free(block_at_exit, 100);
    if (!works()) {
        _exit(EXIT_FAILURE);
    }
}

static int leave(const void *argument)
{
    (void)argument;
    atexit(at_exit);
    block_at_exit = vera_memory_allocate(100);
    exit(7);
}

START_TEST(in_atexit_handlers)
{
    struct child child;
    child_run(&child, leave, NULL);
    figure("in an atexit handler: %s", child.exit_status == 7 ? "works" : "fails");
    ck_assert_str_eq(child.err, "");
    ck_assert_int_eq(child.exit_status, 7);
}
END_TEST

/* main's thread may end before the others, which go on. */
static void *outlive(void *main_thread)
{
    pthread_join(*(pthread_t *)main_thread, NULL);
    exit(works() ? 7 : EXIT_FAILURE);
}

static int end_main_thread(const void *argument)
{
    (void)argument;
    static pthread_t self;
    pthread_t thread;
    self = pthread_self();
    if (!works() || pthread_create(&thread, NULL, outlive, &self) != 0) {
        return EXIT_FAILURE;
    }
    pthread_exit(NULL);
}

START_TEST(after_the_main_thread)
{
    struct child child;
    child_run(&child, end_main_thread, NULL);
    figure("after the main thread: %s", child.exit_status == 7 ? "works" : "fails");
    ck_assert_str_eq(child.err, "");
    ck_assert_int_eq(child.exit_status, 7);
}
END_TEST

Suite *suite(void)
{
    Suite *suite = suite_create("lifetime");
    TCase *all = tcase_create("lifetime");
    tcase_add_test(all, before_main);
    tcase_add_test(all, in_destructors_of_thread_specific_data);
    tcase_add_test(all, in_atexit_handlers);
    if (UNDER_THREAD_SANITIZER) {
        skip_test("after_the_main_thread", "ThreadSanitizer ends with the main thread");
    } else {
        tcase_add_test(all, after_the_main_thread);
    }
    suite_add_tcase(suite, all);
    return suite;
}
