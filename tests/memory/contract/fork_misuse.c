/* Misuse is named in spite of forks: that of blocks which a thread got while another one forked,
 * and that of blocks which a child inherited.
 */
#include "child.h"
#include "environment.h"
#include "posix/forked.h"
#include "posix/window.h"
#include "run.h"
#include "sizes.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *victim;

static void *take_victim(void *argument)
{
    victim = library.allocate(100);
    return argument;
}

static void *free_victim_twice(void *argument)
{
    library.free(victim, 100);
    library.free(victim, 100);
    return argument;
}

static void *free_victim_as_other(void *argument)
{
    library.free(victim, 200);
    return argument;
}

static void *free_inside_victim(void *argument)
{
    library.free((char *)victim + 8, 100);
    return argument;
}

static void *free_victim_as_large(void *argument)
{
    library.free(victim, 70 * KIB);
    return argument;
}

/* Its cache is flushed when it ends. */
static void *free_victim_twice_with_another(void *argument)
{
    void *other = library.allocate(100);
    library.free(victim, 100);
    library.free(other, 100);
    library.free(victim, 100);
    return argument;
}

static const struct misuse {
    void *(*commit)(void *);
    bool in_window;
    const char *expected;
} misuses[] = {
    {free_victim_twice, true, "a block that is not already freed"},
    {free_victim_as_other, true, "97 to 104 bytes"},
    {free_inside_victim, true, "the start of a block, not its interior"},
    {free_victim_as_large, true, "97 to 104 bytes"},
    {free_victim_twice_with_another, false, "a block that is not already freed"},
    {free_victim_as_other, false, "97 to 104 bytes"},
    {free_inside_victim, false, "the start of a block, not its interior"},
    {free_victim_as_large, false, "97 to 104 bytes"},
};
enum { MISUSES = sizeof misuses / sizeof misuses[0] };

static int misuse(size_t number)
{
    window_begin_threads();
    window_fork_while(take_victim, NULL);
    if (misuses[number].in_window) {
        window_fork_while(misuses[number].commit, NULL);
    } else {
        window_join(misuses[number].commit);
    }
    return EXIT_SUCCESS;
}

static bool names_the_second_free(void)
{
    library.free(victim, 100);
    errno = 0;
    library.free(victim, 100);
    return errno == EINVAL;
}

static atomic_bool stop;

static void *churn(void *argument)
{
    while (!atomic_load(&stop)) {
        expect(window_use());
    }
    return argument;
}

/* The child trusts what it inherited, though other threads were inside the library. */
static int misuse_in_children(size_t forks)
{
    pthread_t churner;
    window_begin_threads();
    expect(pthread_create(&churner, NULL, churn, NULL) == 0);
    take_victim(NULL);
    for (size_t i = 0; i < forks && window_failures() == 0; i++) {
        window_fork(names_the_second_free);
    }
    atomic_store(&stop, true);
    pthread_join(churner, NULL);
    return window_failures() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* A block of the side heap, which check mode has no record of. */
static int leave_overwritten(size_t unused)
{
    (void)unused;
    window_begin_threads();
    window_fork_while(take_victim, NULL);
    memset(victim, 1, 104);
    return window_failures() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static const struct child_act acts[] = {
    {"misuse", misuse},
    {"misuse_in_children", misuse_in_children},
    {"leave_overwritten", leave_overwritten},
    {NULL, NULL},
};

START_TEST(misuse_is_named)
{
    struct child child;
    char expected[100];
    environment_set("VERA_MEMORY_MISUSE", "abort");
    child_run(&child, acts[0].name, (size_t)_i);
    snprintf(expected, sizeof expected, "expected %s\n", misuses[_i].expected);
    ck_assert_msg(strstr(child.err, expected) != NULL, "%s: %s", expected, child.err);
    ck_assert(child.aborted);
}
END_TEST

START_TEST(misuse_of_what_a_child_inherited_is_named)
{
    enum { EACH = 100 };
    struct child child;
    environment_set("VERA_MEMORY_MODE", _i == 0 ? "fast" : "check");
    environment_set("VERA_MEMORY_MISUSE", "report");
    size_t forks = scaled(10);
    for (size_t done = 0; done < forks; done += EACH) { /* within the minute of a child each */
        child_run(&child, acts[1].name, forks - done < EACH ? forks - done : EACH);
        ck_assert_int_eq(child.exit_status, EXIT_SUCCESS);
    }
    figure("blocks freed twice in children of %s mode: %zu, each named", _i == 0 ? "fast" : "check",
           forks);
}
END_TEST

START_TEST(check_mode_has_no_record_of_the_side_heap)
{
    struct child child;
    environment_set("VERA_MEMORY_MODE", "check");
    environment_set("VERA_MEMORY_MISUSE", "abort");
    child_run(&child, acts[2].name, 0);
    ck_assert_str_eq(child.err, "");
    ck_assert_int_eq(child.exit_status, EXIT_SUCCESS);
    environment_set("VERA_MEMORY_STATS", "exit");
    child_run(&child, acts[2].name, 0);
    ck_assert_msg(strstr(child.err, "\"live_blocks\": 0,") != NULL, "%s", child.err);
}
END_TEST

Suite *suite(void)
{
    if (forked_skipped() != NULL) {
        skip_suite(forked_skipped());
    }
    child_offer(acts);
    Suite *suite = suite_create("fork_misuse");
    TCase *all = tcase_create("fork_misuse");
    tcase_add_loop_test(all, misuse_is_named, 0, MISUSES);
    tcase_add_loop_test(all, misuse_of_what_a_child_inherited_is_named, 0, 2);
    tcase_add_test(all, check_mode_has_no_record_of_the_side_heap);
    suite_add_tcase(suite, all);
    return suite;
}
