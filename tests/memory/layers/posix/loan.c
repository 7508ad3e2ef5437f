/* A loan in a child: what other threads of its parent borrowed is lent again. */
#include "loan.h"

#include "layers.h"
#include "registry.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void in_child(void)
{
    size_t own = vera_thread_cache()->borrowed;
    bool lent_again = vera_loan_take(VERA_LOAN_MOST - own);
    _exit(lent_again && !vera_loan_take(1) ? EXIT_SUCCESS : EXIT_FAILURE);
}

START_TEST(a_child_has_the_loans_of_other_threads)
{
    int status;
    vera_registry_begin();
    struct vera_cache *cache = vera_registry_own();
    ck_assert(vera_loan_take(VERA_LOAN_MOST));
    if (_i > 0) {
        cache->borrowed = 1000; /* of these bytes */
    }
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        in_child();
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, EXIT_SUCCESS);
    ck_assert(!vera_loan_take(1));
    cache->borrowed = 0;
}
END_TEST

TCase *loan_cases(void)
{
    TCase *all = tcase_create("loan");
    tcase_add_loop_test(all, a_child_has_the_loans_of_other_threads, 0, 2);
    return all;
}
