/* The reports at the end of a process that forks: parent and child each report their own blocks. */
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

static char *overflow(int64_t size)
{
    char *block = allocated_here(size);
    block[size] = 1;
    return block;
}

static void print_overflow(const char *block, int size)
{
    printf("vera_memory: misuse: allocate(%p, %d bytes): expected no write outside the block; "
           "byte 1 after it was written; allocated at (allocated_here)\n",
           (const void *)block, size);
}

/* The child has the parent's marks, too, and does not look at them. */
static int of_overflows(size_t argument)
{
    (void)argument;
    char *block = overflow(10);
    pid_t child = forked_begin();
    if (child == 0) {
        print_overflow(overflow(20), 20);
        puts("vera_memory: leak: 1 block, 20 bytes, allocated at (allocated_here)");
        puts("vera_memory: leak: 1 block, 20 bytes, in total");
        exit(EXIT_SUCCESS);
    }
    forked_wait(child);
    print_overflow(block, 10);
    puts("vera_memory: leak: 1 block, 10 bytes, allocated at (allocated_here)");
    puts("vera_memory: leak: 1 block, 10 bytes, in total");
    return EXIT_SUCCESS;
}

/* The parent reports it at its end. In the child, the next block in the slot is not blamed. */
static int of_a_write_after_free(size_t argument)
{
    (void)argument;
    char *block = allocated_here(100);
    char *other = allocated_there(100);
    freed_here(block, 100);
    for (size_t i = 0; i < 10; i++) { /* so that it leaves the quarantine */
        freed_here(allocated_there(100000), 100000);
    }
    block[98] = 1;
    pid_t child = forked_begin();
    if (child == 0) {
        char *next = allocated_there(97); /* the byte is beside it */
        freed_here(next, 97);
        exit(next == block ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    int status = forked_wait(child);
    printf("vera_memory: misuse: free(%p, 100 bytes): expected no write after the free; "
           "byte 98 of it was written; allocated at (allocated_here); freed at (freed_here)\n",
           (void *)block);
    freed_here(other, 100);
    return status;
}

static const struct child_act acts[] = {
    {"of_a_child", of_a_child},
    {"of_overflows", of_overflows},
    {"of_a_write_after_free", of_a_write_after_free},
    {NULL, NULL},
};

START_TEST(is_reported_by_each_process)
{
    leaky_judge(acts[_i].name, "0");
}
END_TEST

Suite *suite(void)
{
    child_offer(acts);
    Suite *suite = suite_create("fork_leak");
    TCase *all = tcase_create("fork_leak");
    tcase_add_loop_test(all, is_reported_by_each_process, 0, sizeof acts / sizeof acts[0] - 1);
    suite_add_tcase(suite, all);
    return suite;
}
