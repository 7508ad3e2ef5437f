/* A program ends while its threads are in calls of the library. While other threads allocate, write
 * and free, check mode finds whole what it looks at, and disturbs no thread. If a signal handler
 * ends the program and has interrupted a call, or a thread was stopped in one, what would take that
 * call's locks is left out, and the library says so.
 */
#include "child.h"
#include "environment.h"
#include "run.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include <vera/memory.h>

enum { THREADS = 4, BLOCKS = 200 };

static uint64_t next(uint64_t *random)
{
    *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *random >> 33;
}

/* Mostly small; some above the largest slot, and some of more than a page. */
static int64_t size_from(uint64_t random)
{
    return (int64_t)(random % 32 == 0 ? random % 100000 : random % 700);
}

static atomic_size_t replaced;

static void *churn(void *seed)
{
    uint64_t random = (uint64_t)(uintptr_t)seed;
    char *blocks[BLOCKS] = {NULL};
    int64_t sizes[BLOCKS];
    for (;;) {
        size_t i = (size_t)next(&random) % BLOCKS;
        if (blocks[i] != NULL) {
            vera_memory_free(blocks[i], sizes[i]);
        }
        sizes[i] = size_from(next(&random));
        blocks[i] = vera_memory_allocate(sizes[i]);
        expect(blocks[i] != NULL);
        memset(blocks[i], 1, (size_t)sizes[i]);
        atomic_fetch_add(&replaced, 1);
    }
    return NULL;
}

/* Ends in the middle of it. */
static int end_while_threads_churn(size_t turn)
{
    for (size_t i = 0; i < THREADS; i++) {
        pthread_t thread;
        expect(pthread_create(&thread, NULL, churn, (void *)(turn * THREADS + i + 1)) == 0);
    }
    size_t most = 2000 + turn % 16 * 500;
    while (atomic_load(&replaced) < most) {
        nanosleep(&(struct timespec){0, 100000}, NULL);
    }
    return EXIT_SUCCESS;
}

static void end_here(int signal)
{
    (void)signal;
    exit(EXIT_SUCCESS);
}

/* Each size changes the lists that threads share: a cache holds one large block. */
static void *replace_large(void *unused)
{
    for (;;) {
        void *first = vera_memory_allocate(70000);
        void *second = vera_memory_allocate(90000);
        vera_memory_free(first, 70000);
        vera_memory_free(second, 90000);
    }
    return unused;
}

/* From 1 to 6 ms. */
static long microseconds(size_t turn)
{
    return 1000 + (long)(turn * 997 % 5000);
}

static int end_in_a_handler(size_t turn)
{
    struct itimerval once = {.it_value = {0, microseconds(turn)}};
    expect(sigaction(SIGALRM, &(struct sigaction){.sa_handler = end_here}, NULL) == 0);
    expect(setitimer(ITIMER_REAL, &once, NULL) == 0);
    replace_large(NULL);
    return EXIT_FAILURE;
}

static atomic_bool is_stopped;

static void stop_here(int signal)
{
    (void)signal;
    atomic_store(&is_stopped, true);
    for (;;) {
        pause();
    }
}

static int end_beside_a_stopped_thread(size_t turn)
{
    pthread_t thread;
    expect(sigaction(SIGUSR1, &(struct sigaction){.sa_handler = stop_here}, NULL) == 0);
    expect(pthread_create(&thread, NULL, replace_large, NULL) == 0);
    nanosleep(&(struct timespec){0, 1000 * microseconds(turn)}, NULL);
    expect(pthread_kill(thread, SIGUSR1) == 0);
    while (!atomic_load(&is_stopped)) {
        nanosleep(&(struct timespec){0, 100000}, NULL);
    }
    return EXIT_SUCCESS;
}

static atomic_bool has_freed;

/* Into its cache: twice the first one, of which the compiler knows nothing. */
static void *free_twice(void *unused)
{
    void *volatile first = vera_memory_allocate(100);
    void *second = vera_memory_allocate(100);
    vera_memory_free(first, 100);
    vera_memory_free(second, 100);
    vera_memory_free(first, 100);
    atomic_store(&has_freed, true);
    for (;;) {
        pause();
    }
    return unused;
}

static int end_beside_misuse(size_t unused)
{
    pthread_t thread;
    (void)unused;
    expect(pthread_create(&thread, NULL, free_twice, NULL) == 0);
    while (!atomic_load(&has_freed)) {
        nanosleep(&(struct timespec){0, 100000}, NULL);
    }
    return EXIT_SUCCESS;
}

static const struct child_act acts[] = {
    {"end_while_threads_churn", end_while_threads_churn},
    {"end_in_a_handler", end_in_a_handler},
    {"end_beside_a_stopped_thread", end_beside_a_stopped_thread},
    {"end_beside_misuse", end_beside_misuse},
    {NULL, NULL},
};

static const char *const budgets[] = {"0", "300", "16384"};
enum { BUDGETS = sizeof budgets / sizeof budgets[0] };

START_TEST(nothing_faults_and_nobody_is_accused)
{
    environment_set("VERA_MEMORY_MODE", "check");
    environment_set("VERA_MEMORY_CHECK_PAGES", budgets[_i]);
    size_t ends = scaled(UNDER_SANITIZER ? 10 : 30); /* a sanitizer starts slowly */
    size_t faults = 0;
    size_t accusations = 0;
    for (size_t turn = 0; turn < ends; turn++) {
        struct child child;
        child_run(&child, acts[0].name, turn);
        faults += child.ended_by != 0 || child.exit_status != EXIT_SUCCESS;
        accusations += strstr(child.err, "misuse") != NULL;
    }
    figure("%s pages: %zu ends while %d threads churn, %zu faults, %zu accusations", budgets[_i],
           ends, THREADS, faults, accusations);
    ck_assert_uint_eq(faults, 0);
    ck_assert_uint_eq(accusations, 0);
}
END_TEST

static const char no_look[] =
    "vera_memory: not looked for at the end: writes outside blocks and after a free, because a "
    "call or a fork is not over\n";
static const char no_figures[] =
    "vera_memory: no figures at the end, because a call or a fork is not over\n";

static bool says(const char *left_out, const char *act, size_t turn)
{
    struct child child;
    child_run(&child, act, turn);
    ck_assert_msg(child.exit_status == EXIT_SUCCESS && strstr(child.err, "misuse:") == NULL, "%s",
                  child.err);
    return strstr(child.err, left_out) != NULL;
}

/* Ends programs until that was said at some end, and was not at another. */
static void end_until_said(const char *left_out)
{
    size_t ends[] = {0, 0};
    while (ends[0] == 0 || ends[1] == 0) {
        ends[says(left_out, "end_in_a_handler", ends[0] + ends[1])]++;
    }
}

START_TEST(marks_are_left_out_with_a_word)
{
    environment_set("VERA_MEMORY_MODE", "check");
    environment_set("VERA_MEMORY_CHECK_PAGES", budgets[_i]);
    end_until_said(no_look);
}
END_TEST

/* Ends programs until a thread was stopped inside a call. That end waits for some seconds. */
START_TEST(marks_are_left_out_if_a_thread_was_stopped)
{
    environment_set("VERA_MEMORY_MODE", "check");
    environment_set("VERA_MEMORY_CHECK_PAGES", "0");
    size_t turn = 0;
    while (!says(no_look, "end_beside_a_stopped_thread", turn)) {
        turn++;
    }
}
END_TEST

START_TEST(figures_are_left_out_with_a_word)
{
    environment_set("VERA_MEMORY_MODE", "fast");
    environment_set("VERA_MEMORY_STATS", "exit");
    end_until_said(no_figures);
}
END_TEST

START_TEST(caches_of_other_threads_are_not_looked_at)
{
    struct child child;
    environment_set("VERA_MEMORY_MODE", "fast");
    child_run(&child, "end_beside_misuse", 0);
    ck_assert_str_eq(child.err, "");
    ck_assert_int_eq(child.exit_status, EXIT_SUCCESS);
}
END_TEST

Suite *suite(void)
{
    child_offer(acts);
    Suite *suite = suite_create("end");
    TCase *all = tcase_create("end");
    tcase_set_timeout(all, 120);
    tcase_add_loop_test(all, nothing_faults_and_nobody_is_accused, 0, BUDGETS);
    tcase_add_loop_test(all, marks_are_left_out_with_a_word, 0, BUDGETS);
    tcase_add_test(all, marks_are_left_out_if_a_thread_was_stopped);
    tcase_add_test(all, figures_are_left_out_with_a_word);
    tcase_add_test(all, caches_of_other_threads_are_not_looked_at);
    suite_add_tcase(suite, all);
    return suite;
}
