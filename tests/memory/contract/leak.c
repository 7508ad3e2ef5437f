/* Check mode reports at exit what was not freed, and where it was allocated; and what was written
 * where nobody may write, and was not found before. A child prints the report that it expects.
 */
#include "child.h"
#include "environment.h"
#include "leaky.h"
#include "run.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* Each is the first of its kind: memcheck takes such a block for one that a record points at. */
static int of_each_kind(size_t argument)
{
    static const int64_t sizes[] = {100, 5000, 100000};
    (void)argument;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        (void)!allocated_here(sizes[i]);
    }
    puts("vera_memory: leak: 3 blocks, 105100 bytes, allocated at (allocated_here)");
    puts("vera_memory: leak: 3 blocks, 105100 bytes, in total");
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

static void print_overrun(const char *call, const char *block, const char *byte)
{
    printf("vera_memory: misuse: %s(%p, 100 bytes): expected no write outside the block; "
           "byte %s it was written; allocated at (allocated_here)\n",
           call, (const void *)block, byte);
}

static void print_leaks(size_t blocks)
{
    const char *s = blocks == 1 ? "" : "s";
    printf("vera_memory: leak: %zu block%s, %zu bytes, allocated at (allocated_here)\n"
           "vera_memory: leak: %zu block%s, %zu bytes, in total\n",
           blocks, s, 100 * blocks, blocks, s, 100 * blocks);
}

static int overflow(size_t argument)
{
    (void)argument;
    char *block = allocated_here(100);
    block[100] = 1;
    print_overrun("allocate", block, "1 after");
    print_leaks(1);
    return EXIT_SUCCESS;
}

static int underflow(size_t argument)
{
    (void)argument;
    char *block = allocated_here(100);
    block[-3] = 1;
    print_overrun("allocate", block, "3 before");
    print_leaks(1);
    return EXIT_SUCCESS;
}

/* The message has the name of the function. */
static int overflow_of_aligned(size_t argument)
{
    (void)argument;
    char *block = aligned_here(100);
    block[100] = 1;
    printf("vera_memory: misuse: allocate_aligned(%p, 100 bytes): expected no write outside the "
           "block; byte 1 after it was written; allocated at (aligned_here)\n"
           "vera_memory: leak: 1 block, 100 bytes, allocated at (aligned_here)\n"
           "vera_memory: leak: 1 block, 100 bytes, in total\n",
           (void *)block);
    return EXIT_SUCCESS;
}

/* From the first of several blocks into the others, up to the last, which is freed. */
static int overflow_into_neighbours(size_t argument)
{
    (void)argument;
    enum { BLOCKS = 8 };
    char *blocks[BLOCKS];
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = allocated_here(100);
        if (blocks[i] < blocks[0]) {
            return EXIT_FAILURE;
        }
    }
    memset(blocks[0], 1, (size_t)(blocks[BLOCKS - 1] - blocks[0]));
    freed_here(blocks[BLOCKS - 1], 100);
    print_overrun("free", blocks[BLOCKS - 1], "16 before");
    for (size_t i = 0; i < BLOCKS - 1; i++) {
        print_overrun("allocate", blocks[i], "1 after");
    }
    print_leaks(BLOCKS);
    return EXIT_SUCCESS;
}

static void print_write_after_free(const char *block)
{
    printf("vera_memory: misuse: free(%p, 100 bytes): expected no write after the free; "
           "byte 3 of it was written; allocated at (allocated_here); freed at (freed_here)\n",
           (const void *)block);
}

/* In quarantine, and after it. */
static int write_after_free(size_t leaves_quarantine)
{
    char *block = allocated_here(100);
    char *other = allocated_there(100);
    freed_here(block, 100);
    for (size_t i = 0; leaves_quarantine && i < 10; i++) {
        freed_here(allocated_there(100000), 100000);
    }
    block[3] = 1;
    print_write_after_free(block);
    freed_here(other, 100);
    return EXIT_SUCCESS;
}

static int write_after_free_in_quarantine(size_t argument)
{
    (void)argument;
    return write_after_free(0);
}

static int write_after_free_after_quarantine(size_t argument)
{
    (void)argument;
    return write_after_free(1);
}

/* More of them than are found at once. */
static int writes_after_free(size_t argument)
{
    enum { BLOCKS = 10 };
    char *blocks[BLOCKS];
    (void)argument;
    char *other = allocated_there(100);
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = allocated_here(100);
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        freed_here(blocks[i], 100);
    }
    for (size_t i = 0; i < 10; i++) {
        freed_here(allocated_there(100000), 100000);
    }
    for (size_t i = BLOCKS; i > 0; i--) { /* the last to leave is looked at first */
        blocks[i - 1][3] = 1;
        print_write_after_free(blocks[i - 1]);
    }
    freed_here(other, 100);
    return EXIT_SUCCESS;
}

/* The next block in the slot is not blamed. */
static int write_after_free_before_reuse(size_t argument)
{
    (void)argument;
    char *block = allocated_here(100);
    char *other = allocated_there(100);
    freed_here(block, 100);
    for (size_t i = 0; i < 10; i++) {
        freed_here(allocated_there(100000), 100000);
    }
    block[3] = 1;
    print_write_after_free(block);
    char *next = allocated_there(100);
    if (next != block) {
        return EXIT_FAILURE;
    }
    freed_here(next, 100);
    freed_here(other, 100);
    return EXIT_SUCCESS;
}

#define TEN_TIMES(what)                                                                            \
    do {                                                                                           \
        what, what, what, what, what, what, what, what, what, what;                                \
    } while (0)

enum { PLACES = 120, MOST_PLACES = 100 };

static void *volatile leaked;

/* Each call is a place. */
static int from_many_places(size_t argument)
{
    (void)argument;
    TEN_TIMES(leaked = vera_memory_allocate(1));
    TEN_TIMES(leaked = vera_memory_allocate(1));
    TEN_TIMES(leaked = vera_memory_allocate(1));
    TEN_TIMES(leaked = vera_memory_allocate(1));
    TEN_TIMES(leaked = vera_memory_allocate(1));
    TEN_TIMES(leaked = vera_memory_allocate(1));
    TEN_TIMES(leaked = vera_memory_allocate(1));
    TEN_TIMES(leaked = vera_memory_allocate(1));
    TEN_TIMES(leaked = vera_memory_allocate(1));
    TEN_TIMES(leaked = vera_memory_allocate(1));
    TEN_TIMES(leaked = vera_memory_allocate(1));
    TEN_TIMES(leaked = vera_memory_allocate(1));
    return EXIT_SUCCESS;
}

static const struct child_act acts[] = {
    {"from_many_places", from_many_places},
    {"of_each_kind", of_each_kind},
    {"several", several},
    {"from_two_places", from_two_places},
    {"overflow", overflow},
    {"underflow", underflow},
    {"overflow_of_aligned", overflow_of_aligned},
    {"overflow_into_neighbours", overflow_into_neighbours},
    {"write_after_free_in_quarantine", write_after_free_in_quarantine},
    {"write_after_free_after_quarantine", write_after_free_after_quarantine},
    {"writes_after_free", writes_after_free},
    {"write_after_free_before_reuse", write_after_free_before_reuse},
    {NULL, NULL},
};

START_TEST(is_reported_at_exit)
{
    leaky_judge(acts[_i].name, "0");
}
END_TEST

START_TEST(no_kind_of_block_is_missed)
{
    static const char *const budgets[] = {"0", "16384"};
    leaky_judge("of_each_kind", budgets[_i]);
}
END_TEST

/* Blocks of the places that are not listed are in the total. */
START_TEST(lists_a_hundred_places)
{
    static struct child child;
    size_t places = 0;
    environment_set("VERA_MEMORY_MODE", "check");
    child_run(&child, "from_many_places", 0);
    for (const char *at = child.err; (at = strstr(at, "leak: 1 block, 1 byte, ")) != NULL; at++) {
        places++;
    }
    ck_assert_uint_eq(places, MOST_PLACES);
    char total[80];
    snprintf(total, sizeof total, "vera_memory: leak: %d blocks, %d bytes, in total\n", PLACES,
             PLACES);
    ck_assert_msg(strstr(child.err, total) != NULL, "%s", child.err);
}
END_TEST

Suite *suite(void)
{
    child_offer(acts);
    Suite *suite = suite_create("leak");
    TCase *all = tcase_create("leak");
    tcase_add_loop_test(all, is_reported_at_exit, 2, sizeof acts / sizeof acts[0] - 1);
    tcase_add_loop_test(all, no_kind_of_block_is_missed, 0, 2);
    tcase_add_test(all, lists_a_hundred_places);
    suite_add_tcase(suite, all);
    return suite;
}
