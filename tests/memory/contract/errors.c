/* errno is about the call at hand, in report mode too: a call that is found to be misuse sets
 * it to EINVAL, and one that works leaves it alone, whatever it finds out about others.
 */
#include "child.h"
#include "environment.h"
#include "run.h"
#include "sizes.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <vera/memory.h>

enum { NUMBER = 77, MANY = 4000 };

/* The compiler would warn of the misuse. */
static void *(*volatile allocate)(int64_t) = vera_memory_allocate;
static void *(*volatile allocate_aligned)(int64_t, int64_t) = vera_memory_allocate_aligned;
static void (*volatile give)(void *, int64_t) = vera_memory_free;
static void (*volatile give_aligned)(void *, int64_t, int64_t) = vera_memory_free_aligned;

/* Whether the call leaves errno alone. */
#define IS_QUIET(call) (errno = NUMBER, call, errno == NUMBER)
#define IS_REFUSED(call) (errno = NUMBER, call, errno == EINVAL)

/* Misuse that is found when the pointer leaves the cache. */
static bool misuse_quietly(int64_t align)
{
    void *block = allocate(50);
    return IS_QUIET(give_aligned(block, 100, align));
}

static int flush(size_t align)
{
    static void *blocks[MANY];
    for (size_t i = 0; i < MANY; i++) {
        blocks[i] = allocate_aligned(100, (int64_t)align);
    }
    bool quiet = misuse_quietly((int64_t)align);
    for (size_t i = 0; i < MANY; i++) {
        quiet = align == 1 ? IS_QUIET(give(blocks[i], 100)) && quiet
                           : IS_QUIET(give_aligned(blocks[i], 100, (int64_t)align)) && quiet;
    }
    return quiet ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* A second later the next call off the fast path flushes the cache. */
static int age(size_t size)
{
    bool quiet = misuse_quietly(1);
    nanosleep(&(struct timespec){.tv_sec = 1, .tv_nsec = 200000000}, NULL);
    void *block = NULL;
    quiet = IS_QUIET(block = allocate((int64_t)size)) && quiet;
    quiet = IS_QUIET(give(block, (int64_t)size)) && quiet;
    return quiet ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int error_at_end;

static void note(void *value)
{
    (void)value;
    error_at_end = errno;
}

static void *misuse_and_end(void *key)
{
    misuse_quietly(1);
    errno = pthread_setspecific(*(pthread_key_t *)key, key) == 0 ? NUMBER : 0;
    return NULL;
}

/* The destructors of most systems run in the order of the keys, the library's first. */
static int end_thread(size_t argument)
{
    (void)argument;
    pthread_t thread;
    pthread_key_t key;
    give(allocate(100), 100);
    bool works = pthread_key_create(&key, note) == 0 &&
                 pthread_create(&thread, NULL, misuse_and_end, &key) == 0 &&
                 pthread_join(thread, NULL) == 0;
    return works && error_at_end == NUMBER ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* In check mode without guards: blocks enough to leave the quarantine follow the one that was
 * written to. */
static int write_after_free(size_t size)
{
    bool quiet = true;
    char *volatile written = allocate((int64_t)size);
    give(written, (int64_t)size);
    written[3] = 1;
    for (size_t i = 0; i < MANY; i++) {
        void *block = NULL;
        quiet = IS_QUIET(block = allocate((int64_t)size)) && quiet;
        quiet = IS_QUIET(give(block, (int64_t)size)) && quiet;
    }
    return quiet ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* What both modes find at once. */
static int refuse(size_t argument)
{
    (void)argument;
    char *block = allocate(100);
    char *large = allocate(MIB);
    bool refused = IS_REFUSED(give(block, -1)) && IS_REFUSED(give_aligned(block, 100, 24)) &&
                   IS_REFUSED(give(large, MIB + 1)) && IS_REFUSED(give(large + 1, MIB)) &&
                   IS_REFUSED(vera_memory_set_memory(block, 1, -1)) &&
                   IS_REFUSED(vera_memory_zero_memory(block, INT64_MIN)) &&
                   IS_REFUSED(vera_memory_copy_memory(block, large, -1));
    bool quiet = IS_QUIET(vera_memory_copy_memory(block, large, 0)) &&
                 IS_QUIET(vera_memory_copy_memory(block, large, 100)) &&
                 IS_QUIET(vera_memory_set_memory(NULL, 1, 0)) &&
                 IS_QUIET(vera_memory_zero_memory(large, MIB)) && IS_QUIET(give(large, MIB)) &&
                 IS_QUIET(give(block, 100)) && IS_QUIET(give(NULL, 100));
    return refused && quiet ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* An alignment that is no misuse by itself where a pointer has 64 bits. */
static int refuse_alignment(size_t argument)
{
    (void)argument;
    char *block = allocate(100);
    bool refused = IS_REFUSED(give_aligned(block, 100, (int64_t)1 << 40));
    return refused && IS_QUIET(give(block, 100)) ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* No object is so large where a pointer has 32 bits. The lower halves are ordinary counts. */
static int refuse_count(size_t argument)
{
    static const int64_t counts[] = {(int64_t)1 << 31, (int64_t)1 << 32, ((int64_t)1 << 32) + 50,
                                     INT64_MAX};
    (void)argument;
    char *block = allocate(100);
    bool refused = true;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        refused = IS_REFUSED(vera_memory_set_memory(block, 1, counts[i])) &&
                  IS_REFUSED(vera_memory_zero_memory(block, counts[i])) &&
                  IS_REFUSED(vera_memory_copy_memory(block, block + 50, counts[i])) && refused;
    }
    return refused && IS_QUIET(give(block, 100)) ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* What only check mode finds at once. */
static int refuse_in_check_mode(size_t argument)
{
    (void)argument;
    char *block = allocate(100);
    bool refused = IS_REFUSED(give(block, 99)) && IS_REFUSED(give(block + 8, 100)) &&
                   IS_REFUSED(vera_memory_set_memory(block, 1, 101)) &&
                   IS_REFUSED(vera_memory_zero_memory(NULL, 1)) &&
                   IS_REFUSED(vera_memory_copy_memory(block, block + 1, 50));
    return refused && IS_QUIET(give(block, 100)) && IS_REFUSED(give(block, 100)) ? EXIT_SUCCESS
                                                                                 : EXIT_FAILURE;
}

#define IN_32_BITS(text, otherwise) (PTRDIFF_MAX == INT32_MAX ? (text) : (otherwise))

static const struct run {
    const char *act;
    size_t argument;
    const char *mode;
    const char *found;
} runs[] = {
    {"flush", 1, "fast", "expected 49 to 56 bytes"},
    {"flush", 64, "fast", "expected 49 to 56 bytes"},
    {"age", 3000, "fast", "expected 49 to 56 bytes"},
    {"age", 100000, "fast", "expected 49 to 56 bytes"},
    {"end_thread", 0, "fast", "expected 49 to 56 bytes"},
    {"write_after_free", 1000, "check", "expected no write after the free"},
    {"refuse", 0, "fast", "expected 0 to"},
    {"refuse", 0, "check", "expected 0 to"},
    {"refuse_alignment", 0, "fast", IN_32_BITS("expected at most 2147483647", "expected 97 to")},
    {"refuse_alignment", 0, "check", IN_32_BITS("expected at most 2147483647", "expected 100")},
    {"refuse_in_check_mode", 0, "check", "expected 100 bytes"},
    {"refuse_count", 0, "fast", "expected 0 to 2147483647"},
    {"refuse_count", 0, "check", "expected 0 to 2147483647"},
};
enum { RUNS = sizeof runs / sizeof runs[0], ONLY_IN_32_BITS = 2 };

START_TEST(errno_is_about_the_call_at_hand)
{
    static struct child child;
    const struct run *run = &runs[_i];
    environment_set("VERA_MEMORY_MISUSE", "report");
    environment_set("VERA_MEMORY_CHECK_PAGES", "0");
    environment_set("VERA_MEMORY_MODE", run->mode);
    child_run(&child, run->act, run->argument);
    ck_assert_msg(strstr(child.err, run->found) != NULL, "%s: %s", run->act, child.err);
    ck_assert_msg(child.exit_status == 0, "%s(%zu): %s", run->act, run->argument, child.err);
}
END_TEST

static const struct child_act acts[] = {
    {"flush", flush},
    {"age", age},
    {"end_thread", end_thread},
    {"write_after_free", write_after_free},
    {"refuse", refuse},
    {"refuse_count", refuse_count},
    {"refuse_alignment", refuse_alignment},
    {"refuse_in_check_mode", refuse_in_check_mode},
    {NULL, NULL},
};

Suite *suite(void)
{
    child_offer(acts);
    Suite *suite = suite_create("errors");
    TCase *all = tcase_create("errors");
    tcase_add_loop_test(all, errno_is_about_the_call_at_hand, 0,
                        IN_32_BITS(RUNS, RUNS - ONLY_IN_32_BITS));
    if (!IN_32_BITS(true, false)) {
        skip_test("errno_is_about_the_call_at_hand, refuse_count",
                  "where a pointer has 64 bits, an object can have any positive count");
    }
    suite_add_tcase(suite, all);
    return suite;
}
