/* GetLastError returns the reason after a call that returned null, and otherwise what it
 * returned before the call. It is like errno, but for callers with any C library or none.
 */
#include "child.h"
#include "environment.h"
#include "run.h"
#include "sizes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <vera/memory.h>
#include <windows.h>

enum { SENTINEL = 12345, NUMBER = 77 };

static void begin(void)
{
    errno = NUMBER;
    SetLastError(SENTINEL);
}

static void expect_untouched(void)
{
    expect(GetLastError() == SENTINEL);
    expect(errno == NUMBER);
}

static const struct refusal {
    int64_t size;
    int64_t align;
    DWORD error;
    int number;
} refusals[] = {
    {-1, 8, ERROR_INVALID_PARAMETER, EINVAL},
    {INT64_MIN, 8, ERROR_INVALID_PARAMETER, EINVAL},
    {100, 0, ERROR_INVALID_PARAMETER, EINVAL},
    {100, 24, ERROR_INVALID_PARAMETER, EINVAL},
    {100, -8, ERROR_INVALID_PARAMETER, EINVAL},
    {INT64_MAX, 8, ERROR_NOT_ENOUGH_MEMORY, ENOMEM},
    {(int64_t)1 << 62, 8, ERROR_NOT_ENOUGH_MEMORY, ENOMEM},
    {(int64_t)1 << 56, 8, ERROR_NOT_ENOUGH_MEMORY, ENOMEM},
    {100, (int64_t)1 << 62, ERROR_NOT_ENOUGH_MEMORY, ENOMEM},
    {100000, (int64_t)1 << 40, ERROR_NOT_ENOUGH_MEMORY, ENOMEM},
};

/* Reads the error before any assertion, which makes system calls of its own. */
static void expect_refusal(const void *block, const struct refusal *refusal)
{
    DWORD error = GetLastError();
    ck_assert_int_eq(errno, refusal->number);
    ck_assert_uint_eq(error, refusal->error);
    ck_assert_ptr_null(block);
}

START_TEST(gives_the_reason_for_null)
{
    const struct refusal *refusal = &refusals[_i];
    begin();
    void *block = vera_memory_allocate_aligned(refusal->size, refusal->align);
    expect_refusal(block, refusal);
    if (refusal->align == 8) {
        begin();
        block = vera_memory_allocate(refusal->size);
        expect_refusal(block, refusal);
    }
}
END_TEST

enum { BLOCKS = 3000 };
static char *blocks[BLOCKS];

/* Blocks of every kind: small, aligned, large, and too large to be retained. */
static int64_t size_of(size_t i)
{
    return i % 500 == 0 ? 20 * MIB : i % 50 == 0 ? 100000 : (int64_t)(i % 7) * 300;
}

static int64_t align_of(size_t i)
{
    return i % 3 == 0 ? 64 : i % 500 == 1 ? 4 * MIB : 8;
}

static void allocate_all(void)
{
    for (size_t i = 0; i < BLOCKS; i++) {
        begin();
        blocks[i] = vera_memory_allocate_aligned(size_of(i), align_of(i));
        expect(blocks[i] != NULL);
        expect_untouched();
    }
}

static void free_all(void)
{
    for (size_t i = 0; i < BLOCKS; i++) {
        begin();
        vera_memory_free_aligned(blocks[i], size_of(i), align_of(i));
        expect_untouched();
    }
}

START_TEST(is_left_alone)
{
    allocate_all();
    free_all();
    begin();
    vera_memory_free(NULL, 5);
    expect_untouched();
}
END_TEST

static DWORD WINAPI free_all_in_thread(void *argument)
{
    (void)argument;
    free_all();
    allocate_all();
    return 0;
}

/* A thread makes its cache at its first call. */
START_TEST(is_left_alone_from_a_threads_first_call_on)
{
    allocate_all();
    HANDLE thread = CreateThread(NULL, 0, free_all_in_thread, NULL, 0, NULL);
    ck_assert_ptr_nonnull(thread);
    ck_assert_uint_eq(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    free_all();
}
END_TEST

START_TEST(is_left_alone_by_copy_set_and_zero)
{
    static char from[5000], to[5000];
    begin();
    vera_memory_copy_memory(to, from, sizeof to);
    vera_memory_set_memory(to, 3, sizeof to);
    vera_memory_zero_memory(to, sizeof to);
    vera_memory_copy_memory(NULL, NULL, 0);
    expect_untouched();
}
END_TEST

/* In report mode. The misuse is found when the cache is flushed for others. */
static int misuse_and_flush(size_t argument)
{
    (void)argument;
    void (*volatile give)(void *, int64_t) = vera_memory_free;
    void *wrong = vera_memory_allocate(50);
    begin();
    give(wrong, 100);
    expect_untouched();
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = vera_memory_allocate(100);
        expect(blocks[i] != NULL);
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        begin();
        vera_memory_free(blocks[i], 100);
        expect_untouched();
    }
    begin();
    give(wrong, -1);
    expect(GetLastError() == ERROR_INVALID_PARAMETER && errno == EINVAL);
    return EXIT_SUCCESS;
}

START_TEST(is_about_the_call_that_is_misuse)
{
    static struct child child;
    environment_set("VERA_MEMORY_MISUSE", "report");
    child_run(&child, "misuse_and_flush", 0);
    ck_assert_msg(strstr(child.err, "expected 49 to 56 bytes") != NULL, "%s", child.err);
    ck_assert_msg(child.exit_status == EXIT_SUCCESS, "%s", child.err);
}
END_TEST

static const struct child_act acts[] = {{"misuse_and_flush", misuse_and_flush}, {NULL, NULL}};

Suite *suite(void)
{
    child_offer(acts);
    Suite *suite = suite_create("last_error");
    TCase *all = tcase_create("last_error");
    tcase_add_loop_test(all, gives_the_reason_for_null, 0, sizeof refusals / sizeof refusals[0]);
    tcase_add_test(all, is_left_alone);
    tcase_add_test(all, is_left_alone_from_a_threads_first_call_on);
    tcase_add_test(all, is_left_alone_by_copy_set_and_zero);
    tcase_add_test(all, is_about_the_call_that_is_misuse);
    suite_add_tcase(suite, all);
    return suite;
}
