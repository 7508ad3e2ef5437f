/* What every test program on Check has in common: run.c has main. */
#ifndef VERA_TESTS_RUN_H
#define VERA_TESTS_RUN_H

#include <check.h>
#include <stddef.h>

/* The program's one suite, which its own file defines. */
Suite *suite(void);

/* `count` multiplied by VERA_TEST_SCALE, a number above 0, by default 1;
 * at least 1. Stress tests take their repetitions from it. */
size_t scaled(size_t count);

/* ck_assert for long loops: it says nothing while all is well, where ck_assert
 * writes to the parent process each time. */
#define expect(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            ck_abort_msg("not so: %s", #condition);                                                \
        }                                                                                          \
    } while (0)

#endif
