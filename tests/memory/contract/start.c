/* The start of the library, when its first call comes before its constructor: from several
 * threads at once, from the thread that is starting it already, with a fork meanwhile, and with
 * no memory for the fork handlers. Whoever comes finds the settings read.
 *
 * This program is linked with the archive and has a constructor that runs first. It defines the
 * functions by which the library reads the environment, registers the handlers and makes a key.
 */
#include "child.h"
#include "environment.h"
#include "posix/forked.h"
#include "run.h"
#include "works.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <vera/memory.h>

extern char **environ;

static void (*while_reading)(void); /* called when the library reads a setting, or null */
static atomic_uint reads;           /* of the mode */
static void (*when_registered)(void);
static atomic_uint registrations;
static bool lacks_memory; /* for handlers */

static char *find(const char *name)
{
    size_t length = strlen(name);
    for (char **variable = environ; variable != NULL && *variable != NULL; variable++) {
        if (strncmp(*variable, name, length) == 0 && (*variable)[length] == '=') {
            return *variable + length + 1;
        }
    }
    return NULL;
}

static char *read_variable(const char *name)
{
    static const char prefix[] = "VERA_MEMORY_";
    atomic_fetch_add(&reads, strcmp(name, "VERA_MEMORY_MODE") == 0);
    if (while_reading != NULL && strncmp(name, prefix, sizeof prefix - 1) == 0) {
        while_reading();
    }
    return find(name);
}

/* The library calls one of the two. */
__attribute__((visibility("default"))) char *secure_getenv(const char *name)
{
    return read_variable(name);
}

__attribute__((visibility("default"))) char *getenv(const char *name)
{
    return read_variable(name);
}

typedef void handler(void);

/* In glibc pthread_atfork is no function that can be looked up, but the call of this one. */
static int register_really(handler *prepare, handler *parent, handler *child)
{
    int (*in_glibc)(handler *, handler *, handler *, void *);
    int (*elsewhere)(handler *, handler *, handler *);
    *(void **)&in_glibc = dlsym(RTLD_NEXT, "__register_atfork");
    *(void **)&elsewhere = dlsym(RTLD_NEXT, "pthread_atfork");
    return in_glibc != NULL    ? in_glibc(prepare, parent, child, NULL)
           : elsewhere != NULL ? elsewhere(prepare, parent, child)
                               : ENOSYS;
}

__attribute__((visibility("default"))) int pthread_atfork(handler *prepare, handler *parent,
                                                          handler *child)
{
    atomic_fetch_add(&registrations, 1);
    int error = lacks_memory ? ENOMEM : register_really(prepare, parent, child);
    if (when_registered != NULL) {
        when_registered();
    }
    return error;
}

static void (*when_keyed)(void);

/* ThreadSanitizer makes a key before it is ready for code that it watches. */
__attribute__((visibility("default"), no_sanitize_thread)) int
pthread_key_create(pthread_key_t *key, void (*end)(void *))
{
    int (*create)(pthread_key_t *, void (*)(void *));
    *(void **)&create = dlsym(RTLD_NEXT, "pthread_key_create");
    int error = create(key, end);
    if (when_keyed != NULL) {
        when_keyed();
    }
    return error;
}

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
    bool late = while_reading != NULL; /* then one comes while each of the settings is read */
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
    return checked && works_everywhere() && atomic_load(&reads) == 1;
}

static bool come_while_one_takes_long(void)
{
    while_reading = take_long;
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
    while_reading = come_again;
    when_registered = come_again;
    return bulk_calls_are_checked() && came_again && frees_are_checked() && works_everywhere() &&
           atomic_load(&reads) == 1 && atomic_load(&registrations) == 1;
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
    while_reading = NULL;
    when_registered = NULL;
    unsigned before = atomic_load(&registrations);
    bool works = bulk_calls_are_checked() && frees_are_checked() && works_everywhere() &&
                 atomic_load(&registrations) == before + registrations_left;
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
    while_reading = stay_inside;
    return fork_meanwhile(1);
}

/* The child has the handlers already. */
static bool fork_while_one_registers(void)
{
    when_registered = stay_inside;
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
    when_keyed = stay_inside;
    bool works = pthread_create(&thread, NULL, work, &worked) == 0;
    while (!atomic_load(&is_inside)) {
        sleep_for(1);
    }
    pid_t child = forked_begin();
    if (child == 0) {
        when_keyed = NULL;
        _exit(works_everywhere() && works_in_a_thread() ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    works = forked_wait(child) == EXIT_SUCCESS && works;
    return pthread_join(thread, &result) == 0 && result == &worked && works_in_a_thread() && works;
}

static bool try_again(void)
{
    lacks_memory = true;
    for (int i = 0; i < 3; i++) {
        errno = 0;
        if (vera_memory_allocate(100) != NULL || errno != ENOMEM || !bulk_calls_are_checked()) {
            return false;
        }
    }
    lacks_memory = false;
    bool works = frees_are_checked();
    unsigned before = atomic_load(&registrations);
    return works && works_everywhere() && atomic_load(&reads) == 1 &&
           atomic_load(&registrations) == before;
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
    const char *number = find("VERA_TEST_SCENE");
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
