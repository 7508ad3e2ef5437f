/* A program may link nothing of the archive but the primitives: the library starts there, too, so
 * its fork handlers are registered, and a child is never left with a lock that another thread had.
 */
#include "posix/forked.h"
#include "run.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <vera/sys.h>

enum { THREADS = 3, SIZE = 64 << 10 };

static bool use(void)
{
    char *run = __vera_sys_alloc(SIZE, 1);
    if (run == NULL) {
        return false;
    }
    run[SIZE - 1] = 1;
    __vera_sys_free(run, SIZE, 1);
    return true;
}

static atomic_bool stop;

static void *churn(void *argument)
{
    while (!atomic_load(&stop)) {
        expect(use());
    }
    return argument;
}

static int fork_and_use(void)
{
    pid_t child = forked_begin();
    if (child == 0) {
        alarm(10);
        _exit(use() ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    return forked_wait(child);
}

START_TEST(serve_the_child_of_a_threaded_program)
{
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        expect(pthread_create(&threads[i], NULL, churn, NULL) == 0);
    }
    for (size_t i = 0; i < scaled(200); i++) {
        expect(fork_and_use() == EXIT_SUCCESS);
    }
    atomic_store(&stop, true);
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
}
END_TEST

Suite *suite(void)
{
    Suite *all = suite_create("primitives alone");
    TCase *cases = tcase_create("primitives");
    suite_add_tcase(all, cases);
    if (forked_skipped() != NULL) {
        skip_suite(forked_skipped());
    }
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, serve_the_child_of_a_threaded_program);
    return all;
}
