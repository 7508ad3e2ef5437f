/* The primitives around a fork and a cancellation: a compiler's runtime calls them beside the
 * module's functions. */
#include "gate.h"
#include "layers.h"
#include "system.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vera/sys.h>

enum { RUNS = 30, PAGE = 4096, ALIGN = 1 << 20 };

static int64_t size_of(size_t index)
{
    return (int64_t)(index * index + 1) * PAGE;
}

static bool use(void)
{
    char *runs[RUNS];
    bool good = true;
    for (size_t i = 0; i < RUNS; i++) {
        int64_t align = i % 8 == 0 ? ALIGN : 1;
        runs[i] = __vera_sys_alloc(size_of(i), align);
        good = good && runs[i] != NULL && (uintptr_t)runs[i] % (uintptr_t)align == 0;
        runs[i][size_of(i) - 1] = (char)i;
    }
    for (size_t i = 0; i < RUNS; i++) {
        good = good && runs[i][size_of(i) - 1] == (char)i;
        __vera_sys_free(runs[i], size_of(i), i % 8 == 0 ? ALIGN : 1);
    }
    return good;
}

static atomic_bool stop, wanted;
static void *inherited;

static void *churn(void *argument)
{
    while (!atomic_load(&stop)) {
        expect(use());
    }
    return argument;
}

/* Frees one that the forking thread has, which then waits. */
static void *use_in_window(void *argument)
{
    expect(use());
    size_t before = vera_system_count().in_use;
    __vera_sys_free(inherited, PAGE, 1);
    expect(vera_system_count().in_use == before);
    inherited = __vera_sys_alloc(PAGE, 1);
    expect(inherited != NULL);
    return argument;
}

static void use_here(void)
{
    if (atomic_load(&wanted)) {
        expect(use());
    }
}

static void use_and_wait_for_a_thread(void)
{
    pthread_t thread;
    use_here();
    if (atomic_load(&wanted)) {
        expect(pthread_create(&thread, NULL, use_in_window, NULL) == 0);
        expect(pthread_join(thread, NULL) == 0);
    }
}

/* Before the library's constructor, which has no priority: it runs in the window of a fork. */
__attribute__((constructor(101))) static void begin(void)
{
    pthread_atfork(use_and_wait_for_a_thread, use_and_wait_for_a_thread, use_here);
}

START_TEST(serve_all_threads_the_handlers_and_the_child)
{
    enum { CHURNERS = 2, WATCHDOG = 30 };
    pthread_t churners[CHURNERS];
    inherited = __vera_sys_alloc(PAGE, 1);
    ck_assert_int_eq(pthread_atfork(use_here, use_here, use_here), 0); /* around the window */
    for (size_t i = 0; i < CHURNERS; i++) {
        ck_assert_int_eq(pthread_create(&churners[i], NULL, churn, NULL), 0);
    }
    atomic_store(&wanted, true);
    for (size_t i = 0; i < scaled(30); i++) {
        int status;
        pid_t child = fork();
        if (child == 0) {
            signal(SIGALRM, SIG_DFL);
            alarm(WATCHDOG);
            __vera_sys_free(inherited, PAGE, 1);
            _exit(use() ? EXIT_SUCCESS : EXIT_FAILURE);
        }
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        ck_assert_int_eq(status, 0);
    }
    atomic_store(&stop, true);
    for (size_t i = 0; i < CHURNERS; i++) {
        pthread_join(churners[i], NULL);
    }
    size_t before = vera_system_count().in_use;
    __vera_sys_free(inherited, PAGE, 1); /* from a window: none of the heap's */
    ck_assert_uint_eq(vera_system_count().in_use, before);
}
END_TEST

static void *free_it(void *run)
{
    __vera_sys_free(run, PAGE, 1);
    return NULL;
}

/* So that a fork waits until it is outside. */
START_TEST(a_thread_that_only_frees_is_counted)
{
    pthread_t thread;
    void *run = __vera_sys_alloc(PAGE, 1);
    ck_assert(!vera_gate_is_shared());
    ck_assert_int_eq(pthread_create(&thread, NULL, free_it, run), 0);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    ck_assert(vera_gate_is_shared());
}
END_TEST

static void *use_while_cancellation_is_pending(void *used)
{
    pthread_cancel(pthread_self());
    *(bool *)used = use();
    pthread_testcancel();
    return NULL;
}

START_TEST(are_no_cancellation_points)
{
    pthread_t thread;
    bool used = false;
    void *result;
    ck_assert_int_eq(pthread_create(&thread, NULL, use_while_cancellation_is_pending, &used), 0);
    ck_assert_int_eq(pthread_join(thread, &result), 0);
    ck_assert_ptr_eq(result, PTHREAD_CANCELED);
    ck_assert(used);
}
END_TEST

TCase *sys_cases(void)
{
    TCase *all = tcase_create("sys");
    tcase_add_test(all, a_thread_that_only_frees_is_counted);
    tcase_add_test(all, are_no_cancellation_points);
    tcase_add_test(all, serve_all_threads_the_handlers_and_the_child);
    return all;
}
