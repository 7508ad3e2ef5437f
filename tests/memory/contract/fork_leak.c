/* The leak reports of a process that forks: parent and child each report their own blocks. */
#include "child.h"
#include "leaky.h"
#include "posix/forked.h"
#include "run.h"

#include <stdio.h>
#include <stdlib.h>

static int of_a_child(size_t argument)
{
    (void)argument;
    (void)!allocated_here(10);
    pid_t child = forked_begin();
    if (child == 0) {
        (void)!allocated_here(1);
        puts("vera_memory: leak: 1 block, 1 byte, allocated at (allocated_here)");
        puts("vera_memory: leak: 1 block, 1 byte, in total");
        exit(EXIT_SUCCESS);
    }
    forked_wait(child);
    puts("vera_memory: leak: 1 block, 10 bytes, allocated at (allocated_here)");
    puts("vera_memory: leak: 1 block, 10 bytes, in total");
    return EXIT_SUCCESS;
}

static const struct child_act acts[] = {{"of_a_child", of_a_child}, {NULL, NULL}};

START_TEST(is_reported_by_each_process)
{
    leaky_judge(acts[0].name);
}
END_TEST

Suite *suite(void)
{
    child_offer(acts);
    Suite *suite = suite_create("fork_leak");
    TCase *all = tcase_create("fork_leak");
    tcase_add_test(all, is_reported_by_each_process);
    suite_add_tcase(suite, all);
    return suite;
}
