/* Without guards, check mode marks the bytes beside a block, fills a block that is freed, and lets
 * it wait in a quarantine.
 */
#include "child.h"
#include "environment.h"
#include "run.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vera/memory.h>

enum { MARKS = 16, SIZE = 100, FILL = 0xDB };

#define QUARANTINE ((size_t)256 << 10)

/* Those before the block, and then those after it. */
static int overwrites(size_t mark)
{
    char *volatile block = vera_memory_allocate(SIZE); /* a compiler knows its size */
    block[mark < MARKS ? (int)mark - MARKS : SIZE + (int)mark - MARKS] ^= 1;
    vera_memory_free(block, SIZE);
    return EXIT_SUCCESS;
}

static int reads_after_free(size_t unused)
{
    (void)unused;
    const unsigned char *volatile block = vera_memory_allocate(SIZE);
    vera_memory_free((void *)block, SIZE);
    for (size_t i = 0; i < SIZE; i++) {
        expect(block[i] == FILL);
    }
    return EXIT_SUCCESS;
}

/* How many bytes this thread frees until it gets a block again that it had freed. */
static int waits(size_t size)
{
    enum { MOST = 100000 };
    void *first = vera_memory_allocate((int64_t)size);
    void *block = NULL;
    size_t freed = 0;
    vera_memory_free(first, (int64_t)size);
    while (block != first && freed < MOST * size) {
        block = vera_memory_allocate((int64_t)size);
        vera_memory_free(block, (int64_t)size);
        freed += size;
    }
    printf("%zu", freed);
    return EXIT_SUCCESS;
}

static const struct child_act acts[] = {
    {"overwrites", overwrites},
    {"reads_after_free", reads_after_free},
    {"waits", waits},
    {NULL, NULL},
};

static struct child child;

static void run(const char *act, size_t argument)
{
    environment_set("VERA_MEMORY_MODE", "check");
    environment_set("VERA_MEMORY_CHECK_PAGES", "0");
    child_run(&child, act, argument);
}

START_TEST(each_of_sixteen_bytes_is_marked)
{
    char named[64];
    int after = _i - MARKS + 1;
    snprintf(named, sizeof named, "byte %d %s it was written", after > 0 ? after : MARKS - _i,
             after > 0 ? "after" : "before");
    run("overwrites", (size_t)_i);
    ck_assert(child.aborted);
    ck_assert_msg(strstr(child.err, named) != NULL, "%s: %s", named, child.err);
}
END_TEST

START_TEST(a_freed_block_is_filled)
{
    run("reads_after_free", 0);
    ck_assert_str_eq(child.err, "");
    ck_assert_int_eq(child.exit_status, EXIT_SUCCESS);
}
END_TEST

/* The marks of a block count, too. */
START_TEST(a_freed_block_waits)
{
    static const size_t sizes[] = {1000, 32 << 10, 200 << 10};
    size_t size = sizes[_i];
    run("waits", size);
    size_t freed = (size_t)strtoul(child.out, NULL, 10);
    figure("quarantine of blocks of %zu bytes: %zu KiB", size, freed >> 10);
    ck_assert_uint_ge(freed, QUARANTINE - QUARANTINE / 4);
    ck_assert_uint_le(freed, QUARANTINE + 2 * size);
}
END_TEST

Suite *suite(void)
{
    child_offer(acts);
    Suite *suite = suite_create("marks");
    TCase *all = tcase_create("marks");
    tcase_add_loop_test(all, each_of_sixteen_bytes_is_marked, 0, 2 * MARKS);
    tcase_add_test(all, a_freed_block_is_filled);
    tcase_add_loop_test(all, a_freed_block_waits, 0, 3);
    suite_add_tcase(suite, all);
    return suite;
}
