/* The start of the library, when its first call comes before its constructor: from several
 * threads at once, from the thread that is starting it already, with a fork meanwhile, and with
 * no memory for the fork handlers. Whoever comes finds the settings read.
 *
 * This program is linked with the archive and has a constructor that runs first.
 */
#include "child.h"
#include "environment.h"
#include "posix/forked.h"
#include "posix/intercept.h"
#include "run.h"
#include "works.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <vera/memory.h>

static void sleep_for(long milliseconds)
{
    nanosleep(&(struct timespec){.tv_nsec = milliseconds * 1000000}, NULL);
}

/* All of this is refused in check mode only. */
static bool bulk_calls_are_checked(void)
{
    char bytes[2];
    void *volatile null = NULL;
    errno = 0;
    vera_memory_set_memory(null, 1, 1);
    bool refused = errno == EINVAL;
    errno = 0;
    vera_memory_copy_memory(bytes, bytes + 1, 0);
    return refused && errno == 0;
}

static bool frees_are_checked(void)
{
    char *volatile block = vera_memory_allocate(100);
    errno = 0;
    vera_memory_free(block, 99);
    bool refused = errno == EINVAL;
    errno = 0;
    vera_memory_free(block, 100);
    return block != NULL && refused && errno == 0;
}

enum { THREADS = 8 };
static pthread_barrier_t barrier;

static void *check_first(void *number)
{
    pthread_barrier_wait(&barrier);
    bool late = intercept_reading != NULL; /* then one comes while each of the settings is read */
    sleep_for(late ? 2 * *(int *)number : 0);
    bool bulk_first = late || *(int *)number % 2 == 0;
    bool checked = bulk_first ? bulk_calls_are_checked() && frees_are_checked()
                              : frees_are_checked() && bulk_calls_are_checked();
    return checked ? number : NULL;
}

static void take_long(void)
{
    sleep_for(3);
}

static bool come_at_once(void)
{
    pthread_t threads[THREADS];
    static int numbers[THREADS];
    bool checked = pthread_barrier_init(&barrier, NULL, THREADS) == 0;
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i;
        checked = pthread_create(&threads[i], NULL, check_first, &numbers[i]) == 0 && checked;
    }
    for (int i = 0; i < THREADS; i++) {
        void *result;
        checked = pthread_join(threads[i], &result) == 0 && result == &numbers[i] && checked;
    }
    return checked && works_everywhere() && atomic_load(&intercept_reads) == 1;
}

static bool come_while_one_takes_long(void)
{
    intercept_reading = take_long;
    return come_at_once();
}

static bool came_again;

static void come_again(void)
{
    char bytes[100];
    void *block = vera_memory_allocate(100);
    vera_memory_set_memory(bytes, 1, sizeof bytes);
    vera_memory_free(block, 100);
    came_again = block != NULL && bytes[99] == 1;
}

static bool start_twice(void)
{
    intercept_reading = come_again;
    intercept_registered = come_again;
    return bulk_calls_are_checked() && came_again && frees_are_checked() && works_everywhere() &&
           atomic_load(&intercept_reads) == 1 && atomic_load(&intercept_registrations) == 1;
}

static atomic_bool is_inside;

static void stay_inside(void)
{
    atomic_store(&is_inside, true);
    sleep_for(300);
}

static void *start_slowly(void *argument)
{
    return frees_are_checked() ? argument : NULL;
}

/* The child of a fork that comes while another thread is inside, and that child's child. */
static bool works_in_a_child(unsigned registrations_left)
{
    pid_t child = forked_begin();
    if (child != 0) {
        return forked_wait(child) == EXIT_SUCCESS;
    }
    intercept_reading = NULL;
    intercept_registered = NULL;
    unsigned before = atomic_load(&intercept_registrations);
    bool works = bulk_calls_are_checked() && frees_are_checked() && works_everywhere() &&
                 atomic_load(&intercept_registrations) == before + registrations_left;
    child = works ? forked_begin() : -1;
    if (child == 0) {
        _exit(frees_are_checked() ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    _exit(works && forked_wait(child) == EXIT_SUCCESS ? EXIT_SUCCESS : EXIT_FAILURE);
}

static bool fork_meanwhile(unsigned registrations_left)
{
    pthread_t thread;
    void *result = NULL;
    static char works_there;
    bool works = pthread_create(&thread, NULL, start_slowly, &works_there) == 0;
    while (!atomic_load(&is_inside)) {
        sleep_for(1);
    }
    works = works_in_a_child(registrations_left) && works;
    return pthread_join(thread, &result) == 0 && result == &works_there && frees_are_checked() &&
           works;
}

static bool fork_while_one_reads(void)
{
    intercept_reading = stay_inside;
    return fork_meanwhile(1);
}

/* The child has the handlers already. */
static bool fork_while_one_registers(void)
{
    intercept_registered = stay_inside;
    return fork_meanwhile(0);
}

static void *work(void *argument)
{
    return works_everywhere() ? argument : NULL;
}

static bool works_in_a_thread(void)
{
    static char worked;
    pthread_t thread;
    void *result = NULL;
    return pthread_create(&thread, NULL, work, &worked) == 0 &&
           pthread_join(thread, &result) == 0 && result == &worked;
}

/* The child makes a key of its own. */
static bool fork_while_one_makes_the_key(void)
{
    static char worked;
    pthread_t thread;
    void *result = NULL;
    intercept_keyed = stay_inside;
    bool works = pthread_create(&thread, NULL, work, &worked) == 0;
    while (!atomic_load(&is_inside)) {
        sleep_for(1);
    }
    pid_t child = forked_begin();
    if (child == 0) {
        intercept_keyed = NULL;
        _exit(works_everywhere() && works_in_a_thread() ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    works = forked_wait(child) == EXIT_SUCCESS && works;
    return pthread_join(thread, &result) == 0 && result == &worked && works_in_a_thread() && works;
}

static bool try_again(void)
{
    intercept_lacks_memory = true;
    for (int i = 0; i < 3; i++) {
        errno = 0;
        if (vera_memory_allocate(100) != NULL || errno != ENOMEM || !bulk_calls_are_checked()) {
            return false;
        }
    }
    intercept_lacks_memory = false;
    bool works = frees_are_checked();
    unsigned before = atomic_load(&intercept_registrations);
    return works && works_everywhere() && atomic_load(&intercept_reads) == 1 &&
           atomic_load(&intercept_registrations) == before;
}

static const struct scene {
    const char *name;
    bool (*act)(void);
    unsigned times;
    const char *mode;
} scenes[] = {
    {"several threads at once", come_at_once, 50, "check"},
    {"several threads, and one takes long", come_while_one_takes_long, 10, "check"},
    {"the starting thread again", start_twice, 1, "check"},
    {"a fork while a setting is read", fork_while_one_reads, 1, "check"},
    {"a fork while the handlers are registered", fork_while_one_registers, 1, "check"},
    {"a bulk call", bulk_calls_are_checked, 1, "check"},
    {"no memory for the handlers", try_again, 1, "check"},
    {"a fork while the key is made", fork_while_one_makes_the_key, 1, "fast"},
};

/* Before the constructor of the library, which has no priority. */
__attribute__((constructor(101))) static void act_first(void)
{
    const char *number = intercept_variable("VERA_TEST_SCENE");
    if (number != NULL) {
        alarm(60);
        _exit(scenes[strtoul(number, NULL, 10)].act() ? EXIT_SUCCESS : EXIT_FAILURE);
    }
}

START_TEST(whoever_comes_first_is_served)
{
    static struct child child;
    const struct scene *scene = &scenes[_i];
    char number[] = {(char)('0' + _i), '\0'};
    size_t failed = 0, times = scaled(scene->times);
    environment_set("VERA_MEMORY_MODE", scene->mode);
    environment_set("VERA_MEMORY_MISUSE", "report");
    environment_set("VERA_MEMORY_CHECK_PAGES", "0");
    environment_set("VERA_TEST_SCENE", number);
    for (size_t i = 0; i < times; i++) {
        child_run(&child, "scene", 0);
        failed += child.exit_status != EXIT_SUCCESS;
    }
    figure("first calls before the constructor, %s: %zu starts, %zu failed", scene->name, times,
           failed);
    ck_assert_msg(failed == 0, "%s: %s", scene->name, child.err);
}
END_TEST

Suite *suite(void)
{
    if (UNDER_SANITIZER) {
        skip_suite("a sanitizer starts after the first constructors");
    }
    Suite *suite = suite_create("start");
    TCase *all = tcase_create("start");
    tcase_add_loop_test(all, whoever_comes_first_is_served, 0, sizeof scenes / sizeof scenes[0]);
    suite_add_tcase(suite, all);
    return suite;
}
