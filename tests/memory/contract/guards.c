/* Guards in check mode: a byte that is out of reach ends the program at the instruction. Each
 * byte has a child, which says what it touches and touches it.
 */
#include "child.h"
#include "environment.h"
#include "run.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <vera/memory.h>

#define KIB ((int64_t)1024)
#define MIB (1024 * KIB)

/* A byte of the addresses around a block, from its start or from its end. */
static const struct touch {
    int64_t size;
    int64_t align;
    int64_t from_start;
    int64_t from_end; /* unless `from_start` is not 0 */
} touches[] = {
    {8, 8, 0, 0},
    {8, 8, 0, 32 * KIB},
    {8, 8, 0, 64 * KIB - 1},
    {104, 8, 0, 0},
    {104, 8, 0, 64 * KIB - 1},
    {104, 8, -64 * KIB, 0}, /* its page is 64 KiB at most */
    {64 * KIB, 8, 0, 0},
    {64 * KIB, 8, -1, 0},
    {64 * KIB, 8, -64 * KIB, 0},
    {100000, 16, 0, 0},
    {MIB, 8, 0, 0},
    {MIB, 8, 0, 64 * KIB - 1},
    {MIB, 8, -1, 0},
    {MIB, 8, -64 * KIB, 0},
    {3 * MIB, 8, 0, 64 * KIB - 1},
    {3 * MIB, 8, -64 * KIB, 0},
    {64, 64, 0, 0},
    {4 * KIB, 4 * KIB, 0, 0},
    {256 * KIB, 256 * KIB, 0, 0},
    {256 * KIB, 256 * KIB, 0, 64 * KIB - 1},
    {256 * KIB, 256 * KIB, -1, 0},
    {256 * KIB, 256 * KIB, -64 * KIB, 0},
    {0, 1, 0, 0},
    {0, 16, 0, 0},
    {0, 4 * KIB, 0, 0},
    {0, 64 * KIB, 0, 0},
    {0, MIB, 0, 0},
    {0, sizeof(void *) == 8 ? 1024 * MIB : 256 * MIB, 0, 0}, /* an eighth of the addresses */
};
enum { TOUCHES = sizeof touches / sizeof touches[0] };

static char *allocate(const struct touch *touch)
{
    char *block = vera_memory_allocate_aligned(touch->size, touch->align);
    expect(block != NULL && (uintptr_t)block % (uintptr_t)touch->align == 0);
    return block;
}

static volatile char *byte_of(const struct touch *touch, char *block)
{
    return (volatile char *)((uintptr_t)block + (uintptr_t)touch->from_start +
                             (touch->from_start == 0
                                  ? (uintptr_t)touch->size + (uintptr_t)touch->from_end
                                  : 0));
}

static int reads(size_t index)
{
    return *byte_of(&touches[index], allocate(&touches[index])) == 1;
}

static int writes(size_t index)
{
    *byte_of(&touches[index], allocate(&touches[index])) = 1;
    return EXIT_SUCCESS;
}

/* All bytes of the block itself are in reach, and it can be freed. */
static int uses(size_t index)
{
    char *block = allocate(&touches[index]);
    for (int64_t i = 0; i < touches[index].size; i++) {
        block[i] = 1;
    }
    vera_memory_free_aligned(block, touches[index].size, touches[index].align);
    return EXIT_SUCCESS;
}

/* A block of a page, and a page for its guards. */
enum { PAGES_EACH = 2, FEW = 20, USUAL = 16384 };

/* Writes past the last of so many blocks. */
static int overflow_the_last(size_t count)
{
    volatile char *volatile block = NULL;
    for (size_t i = 0; i < count; i++) {
        block = vera_memory_allocate(8);
        expect(block != NULL);
    }
    block[8] = 1;
    return EXIT_SUCCESS;
}

static const struct child_act acts[] = {
    {"overflow_the_last", overflow_the_last},
    {"reads", reads},
    {"writes", writes},
    {"uses", uses},
    {NULL, NULL},
};

static void run(struct child *child, const char *act, size_t index)
{
    environment_set("VERA_MEMORY_MODE", "check");
    child_run(child, act, index);
}

START_TEST(a_byte_in_a_guard_is_out_of_reach)
{
    struct child child;
    run(&child, "reads", (size_t)_i);
    ck_assert_uint_ne(child.ended_by, 0);
    run(&child, "writes", (size_t)_i);
    ck_assert_uint_ne(child.ended_by, 0);
    if (!is_emulated()) { /* an emulator itself says what ended the program */
        ck_assert_str_eq(child.err, "");
    }
}
END_TEST

START_TEST(the_block_is_in_reach)
{
    struct child child;
    run(&child, "uses", (size_t)_i);
    ck_assert_str_eq(child.err, "");
    ck_assert_int_eq(child.exit_status, EXIT_SUCCESS);
}
END_TEST

/* By how the overflow is found: by the guard, or by the marks at the end. */
static bool has_guards(size_t blocks)
{
    static struct child child;
    environment_set("VERA_MEMORY_MISUSE", "report");
    run(&child, "overflow_the_last", blocks);
    bool named = strstr(child.err, "expected no write outside the block") != NULL;
    ck_assert_msg(named == (child.ended_by == 0), "%s", child.err);
    return !named;
}

START_TEST(so_many_pages_are_for_guarded_blocks)
{
    environment_set("VERA_MEMORY_CHECK_PAGES", "20");
    ck_assert(has_guards(FEW / PAGES_EACH));
    ck_assert(!has_guards(FEW / PAGES_EACH + 1));
}
END_TEST

START_TEST(the_usual_number_of_pages)
{
    ck_assert(has_guards(USUAL / PAGES_EACH));
    ck_assert(!has_guards(USUAL / PAGES_EACH + 1));
}
END_TEST

Suite *suite(void)
{
    child_offer(acts);
    if (UNDER_SANITIZER) {
        skip_suite("a sanitizer handles the signal");
    }
    Suite *suite = suite_create("guards");
    TCase *all = tcase_create("guards");
    tcase_add_loop_test(all, a_byte_in_a_guard_is_out_of_reach, 0, TOUCHES);
    tcase_add_loop_test(all, the_block_is_in_reach, 0, TOUCHES);
    tcase_add_test(all, so_many_pages_are_for_guarded_blocks);
    if (sizeof(void *) == 8) {
        tcase_add_test(all, the_usual_number_of_pages);
    } else {
        skip_test("the_usual_number_of_pages", "addresses run out before");
    }
    suite_add_tcase(suite, all);
    return suite;
}
