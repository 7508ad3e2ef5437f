/* The end of the process. The system ends all threads but one, wherever they are, and then
 * notifies the libraries. Whatever a thread was doing is left half done, and its lock is
 * left locked.
 */
#include "child.h"
#include "environment.h"
#include "run.h"

#include <stdbool.h>
#include <stdlib.h>
#include <vera/memory.h>
#include <windows.h>

enum { BYTES = 1000, STATUS = 7, CHURNERS = 3 };

/* More blocks than a cache holds, so the thread often holds the lock of a central list. */
static bool refill_and_flush(void)
{
    enum { MANY = 1000 };
    void *blocks[MANY];
    bool whole = true;
    for (size_t i = 0; i < MANY; i++) {
        blocks[i] = vera_memory_allocate(BYTES);
        whole = whole && blocks[i] != NULL;
    }
    for (size_t i = 0; i < MANY; i++) {
        vera_memory_free(blocks[i], BYTES);
    }
    return whole;
}

static DWORD WINAPI churn(void *argument)
{
    (void)argument;
    while (refill_and_flush()) {
    }
    return 0;
}

static void begin_churn(HANDLE *threads, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        threads[i] = CreateThread(NULL, 0, churn, NULL, 0, NULL);
        expect(threads[i] != NULL);
    }
    Sleep(20);
}

static void *block_at_exit;

/* Frees into a cache that has room, which takes no lock. */
static void free_at_exit(void)
{
    vera_memory_free(block_at_exit, BYTES);
}

static int leave_while_threads_work(size_t argument)
{
    (void)argument;
    HANDLE threads[CHURNERS];
    block_at_exit = vera_memory_allocate(BYTES);
    atexit(free_at_exit);
    begin_churn(threads, CHURNERS);
    return STATUS;
}

/* The same with a thread that is terminated while the process goes on. */
static int end_a_thread(size_t argument)
{
    (void)argument;
    HANDLE thread;
    block_at_exit = vera_memory_allocate(BYTES);
    begin_churn(&thread, 1);
    TerminateThread(thread, 1);
    WaitForSingleObject(thread, INFINITE);
    return STATUS;
}

static const struct child_act acts[] = {
    {"leave_while_threads_work", leave_while_threads_work},
    {"end_a_thread", end_a_thread},
    {NULL, NULL},
};
enum { ACTS = sizeof acts / sizeof acts[0] - 1 };

static void ends_often(const char *act, struct child *child)
{
    for (size_t i = 0; i < scaled(20); i++) {
        child_run(child, act, 0);
        ck_assert_uint_eq(child->ended_by, 0);
        ck_assert_int_eq(child->exit_status, STATUS);
    }
}

START_TEST(waits_for_no_lock)
{
    struct child child;
    ends_often(acts[_i].name, &child);
    ck_assert_str_eq(child.err, "");
}
END_TEST

/* These settings print a report at exit, which needs the locks. */
static const struct report {
    const char *name;
    const char *value;
} reports[] = {{"VERA_MEMORY_MODE", "check"}, {"VERA_MEMORY_STATS", "exit"}};
enum { REPORTS = sizeof reports / sizeof reports[0] };

START_TEST(waits_for_no_lock_to_report)
{
    struct child child;
    const struct report *report = &reports[_i / ACTS];
    environment_set(report->name, report->value);
    environment_set("VERA_MEMORY_CHECK_PAGES", "0");
    ends_often(acts[_i % ACTS].name, &child);
}
END_TEST

Suite *suite(void)
{
    child_offer(acts);
    Suite *suite = suite_create("exit");
    TCase *all = tcase_create("exit");
    tcase_add_loop_test(all, waits_for_no_lock, 0, ACTS);
    tcase_add_loop_test(all, waits_for_no_lock_to_report, 0, ACTS * REPORTS);
    suite_add_tcase(suite, all);
    return suite;
}
