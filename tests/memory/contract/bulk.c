/* copy_memory, set_memory and zero_memory write exactly the given bytes. */
#include "run.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <vera/memory.h>

enum { SENTINEL = 12345, ROOM = 5000, MARGIN = 64 };

/* Used at every offset in a word. The largest cross a page boundary. */
static const int64_t counts[] = {1,  2,  3,   7,   8,   9,   15,  16,   17,   31,   32,  33,
                                 63, 64, 100, 127, 128, 255, 256, 1000, 4095, 4096, 4097};
enum { COUNTS = sizeof counts / sizeof counts[0] };

static unsigned char source[ROOM];
static unsigned char target[ROOM];
static unsigned char model[ROOM];

static void begin(void)
{
    for (size_t i = 0; i < ROOM; i++) {
        source[i] = (unsigned char)(i * 7 + 1);
        target[i] = model[i] = (unsigned char)(i * 13 + 5);
    }
    errno = SENTINEL;
}

static void expect_model(void)
{
    ck_assert_mem_eq(target, model, ROOM);
    ck_assert_int_eq(errno, SENTINEL);
}

START_TEST(copy_copies)
{
    for (size_t i = 0; i < COUNTS; i++) {
        for (size_t offset = 0; offset < 16; offset++) {
            size_t to = MARGIN + offset;
            size_t from = MARGIN + (offset * 5) % 16;
            begin();
            for (size_t k = 0; k < (size_t)counts[i]; k++) {
                model[to + k] = source[from + k];
            }
            vera_memory_copy_memory(target + to, source + from, counts[i]);
            expect_model();
        }
    }
}
END_TEST

START_TEST(copy_to_itself_changes_nothing)
{
    begin();
    vera_memory_copy_memory(target, target, ROOM);
    vera_memory_copy_memory(target + 1, target + 1, 1);
    expect_model();
}
END_TEST

/* The bytes are in read-only memory, so a write would end the test. */
START_TEST(copy_to_itself_writes_nothing)
{
    static const char constant[4096] = {1, 2, 3};
    vera_memory_copy_memory((void *)(uintptr_t)constant, constant, sizeof constant);
    ck_assert_int_eq(constant[2], 3);
}
END_TEST

static const int8_t values[] = {0, 1, 'a', 127, -1, -128};

START_TEST(set_sets)
{
    for (size_t i = 0; i < COUNTS; i++) {
        for (size_t offset = 0; offset < 16; offset++) {
            begin();
            for (size_t k = 0; k < (size_t)counts[i]; k++) {
                model[MARGIN + offset + k] = (unsigned char)values[_i];
            }
            vera_memory_set_memory(target + MARGIN + offset, values[_i], counts[i]);
            expect_model();
        }
    }
}
END_TEST

START_TEST(zero_zeroes)
{
    for (size_t i = 0; i < COUNTS; i++) {
        for (size_t offset = 0; offset < 16; offset++) {
            begin();
            for (size_t k = 0; k < (size_t)counts[i]; k++) {
                model[MARGIN + offset + k] = 0;
            }
            vera_memory_zero_memory(target + MARGIN + offset, counts[i]);
            expect_model();
        }
    }
}
END_TEST

START_TEST(a_count_of_0_does_nothing)
{
    begin();
    vera_memory_copy_memory(target, source, 0);
    vera_memory_copy_memory(NULL, source, 0);
    vera_memory_copy_memory(target, NULL, 0);
    vera_memory_copy_memory(NULL, NULL, 0);
    vera_memory_set_memory(target, 1, 0);
    vera_memory_set_memory(NULL, 1, 0);
    vera_memory_zero_memory(target, 0);
    vera_memory_zero_memory(NULL, 0);
    expect_model();
}
END_TEST

/* A caller in another language may leave garbage in the upper bits of the register or
 * stack slot. A prototype with a wider integer does the same from C. */
START_TEST(only_the_low_byte_of_a_value_counts)
{
    static const int64_t wide[] = {0x1234560041, 0x41, -0xFF + 0x40, INT64_MIN + 0x41, 0x7FFFFF41};
    void (*set)(void *, intptr_t, int64_t); /* as wide as a stack slot */
    *(void **)&set = (void *)(uintptr_t)vera_memory_set_memory;
    begin();
    set(target + MARGIN, (intptr_t)wide[_i], 100);
    memset(model + MARGIN, 0x41, 100);
    expect_model();
}
END_TEST

static void handle(int signal)
{
    (void)signal;
    vera_memory_copy_memory(target, source, 64);
    vera_memory_set_memory(target + 64, 9, 64);
    vera_memory_zero_memory(target + 128, 64);
}

START_TEST(all_may_be_called_from_a_signal_handler)
{
    begin();
    memcpy(model, source, 64);
    memset(model + 64, 9, 64);
    memset(model + 128, 0, 64);
    signal(SIGTERM, handle);
    raise(SIGTERM);
    expect_model();
}
END_TEST

Suite *suite(void)
{
    Suite *suite = suite_create("bulk");
    TCase *all = tcase_create("bulk");
    tcase_add_test(all, copy_copies);
    tcase_add_test(all, copy_to_itself_changes_nothing);
    tcase_add_test(all, copy_to_itself_writes_nothing);
    tcase_add_loop_test(all, set_sets, 0, sizeof values / sizeof values[0]);
    tcase_add_test(all, zero_zeroes);
    tcase_add_test(all, a_count_of_0_does_nothing);
    tcase_add_loop_test(all, only_the_low_byte_of_a_value_counts, 0, 5);
    tcase_add_test(all, all_may_be_called_from_a_signal_handler);
    suite_add_tcase(suite, all);
    return suite;
}
