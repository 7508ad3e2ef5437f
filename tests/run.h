/* What all test programs that use Check share. main is in run.c.
 *
 * Each test runs in a process of its own, so it may leave blocks, threads and limits
 * behind.
 */
#ifndef VERA_TESTS_RUN_H
#define VERA_TESTS_RUN_H

#include "apart.h"

#include <check.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* The program's one suite, which its own file defines. */
Suite *suite(void);

/* Check's own macros run all tests in one process where it cannot fork. */
#undef tcase_add_test
#define tcase_add_test(to, test) apart_add(to, test, 0, 1)
#undef tcase_add_loop_test
#define tcase_add_loop_test(to, test, from, end) apart_add(to, test, from, end)

/* The program's arguments: its name first, null last. */
extern char **run_arguments;

/* `count` multiplied by VERA_TEST_SCALE, a number above 0 whose default is 1. At
 * least 1. Stress tests use it for their number of repetitions. */
size_t scaled(size_t count);

/* Prints one line of the report: `# figure: `, then a printf format, which gives a name, a
 * colon and what was measured. The line is flushed at once, because tests end without a
 * flush. Print a figure before you check it, so that a bad one is seen too. */
#define figure(format, ...)                                                                        \
    do {                                                                                           \
        printf("# figure: " format "\n", ##__VA_ARGS__);                                           \
        fflush(stdout);                                                                            \
    } while (0)

/* ck_assert for long loops: it does nothing while the condition holds, where ck_assert
 * writes to the parent process each time. */
#define expect(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            ck_abort_msg("failed: %s", #condition);                                                \
        }                                                                                          \
    } while (0)

/* Test cases with the tag "slow", which may take that many seconds. Whoever only wants to know
 * whether any test fails runs them last. */
TCase *slow_cases(const char *name, double seconds);

/* Whether the program runs on an emulator: whether VERA_TEST_EMULATOR is set. */
bool is_emulated(void);

/* For suite() to call when none of its tests can run here: reports that and the
 * reason in TAP, and ends the program. */
_Noreturn void skip_suite(const char *reason);

/* For suite() to call when it leaves out one test, which is then reported as skipped
 * for that reason. The strings are not copied. */
void skip_test(const char *name, const char *reason);

/* The sanitizer that the tests are compiled with. */
#ifndef __has_feature
#define __has_feature(feature) 0 /* clang's way to ask; gcc has macros */
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define UNDER_ADDRESS_SANITIZER 1
#else
#define UNDER_ADDRESS_SANITIZER 0
#endif
#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
#define UNDER_THREAD_SANITIZER 1
#else
#define UNDER_THREAD_SANITIZER 0
#endif
#define UNDER_SANITIZER (UNDER_ADDRESS_SANITIZER || UNDER_THREAD_SANITIZER)

#endif
