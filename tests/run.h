/* What every test program on Check has in common: run.c has main.
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

/* Check's own run tests in one process where it cannot fork. */
#undef tcase_add_test
#define tcase_add_test(to, test) apart_add(to, test, 0, 1)
#undef tcase_add_loop_test
#define tcase_add_loop_test(to, test, from, end) apart_add(to, test, from, end)

/* What the program was begun with, its name first and null last. */
extern char **run_arguments;

/* `count` multiplied by VERA_TEST_SCALE, a number above 0, by default 1;
 * at least 1. Stress tests take their repetitions from it. */
size_t scaled(size_t count);

/* Prints one line of the report, `# figure: ` and what is told, in printf's way: a name,
 * a colon, and what was measured under it. At once, because tests end without a flush,
 * and before it is judged, so that a figure which does not do is seen too. */
#define figure(format, ...)                                                                        \
    do {                                                                                           \
        printf("# figure: " format "\n", ##__VA_ARGS__);                                           \
        fflush(stdout);                                                                            \
    } while (0)

/* ck_assert for long loops: it says nothing while all is well, where ck_assert
 * writes to the parent process each time. */
#define expect(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            ck_abort_msg("not so: %s", #condition);                                                \
        }                                                                                          \
    } while (0)

/* Whether the program runs on an emulator, which is VERA_TEST_EMULATOR then. */
bool is_emulated(void);

/* For suite() to call when nothing of it can run here: says so, and why, in
 * TAP, and ends the program. */
_Noreturn void skip_suite(const char *reason);

/* For suite() to call when it leaves one test out: it is reported as skipped,
 * for that reason. Both strings are kept, not copied. */
void skip_test(const char *name, const char *reason);

/* What the tests are compiled with. */
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
