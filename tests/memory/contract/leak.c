/* Check mode reports at exit what was not freed, and where it was allocated. A child prints
 * the report that it expects.
 */
#include "child.h"
#include "leaky.h"
#include "run.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <vera/memory.h>

static int several(size_t argument)
{
    (void)argument;
    for (int64_t size = 1; size <= 3; size++) {
        vera_memory_free(allocated_here(1000), 1000);
        (void)!allocated_here(size);
    }
    puts("vera_memory: leak: 3 blocks, 6 bytes, allocated at (allocated_here)");
    puts("vera_memory: leak: 3 blocks, 6 bytes, in total");
    return EXIT_SUCCESS;
}

/* The report is sorted by the places' addresses, whatever the order of the blocks. */
static int from_two_places(size_t argument)
{
    (void)argument;
    bool here_first = (uintptr_t)allocated_here < (uintptr_t)allocated_there;
    (void)!allocated_there(10);
    (void)!allocated_here(10);
    (void)!allocated_there(10);
    (void)!allocated_here(10);
    (void)!allocated_here(10);
    static const char here[] =
        "vera_memory: leak: 3 blocks, 30 bytes, allocated at (allocated_here)";
    static const char there[] =
        "vera_memory: leak: 2 blocks, 20 bytes, allocated at (allocated_there)";
    puts(here_first ? here : there);
    puts(here_first ? there : here);
    puts("vera_memory: leak: 5 blocks, 50 bytes, in total");
    return EXIT_SUCCESS;
}

static const struct child_act acts[] = {
    {"several", several},
    {"from_two_places", from_two_places},
    {NULL, NULL},
};

START_TEST(is_reported_at_exit)
{
    leaky_judge(acts[_i].name);
}
END_TEST

Suite *suite(void)
{
    child_offer(acts);
    Suite *suite = suite_create("leak");
    TCase *all = tcase_create("leak");
    tcase_add_loop_test(all, is_reported_at_exit, 0, sizeof acts / sizeof acts[0] - 1);
    suite_add_tcase(suite, all);
    return suite;
}
