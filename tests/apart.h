/* Runs each test in a process of its own, on every system. run.c calls these functions;
 * posix/ and windows/ implement them.
 */
#ifndef VERA_TESTS_APART_H
#define VERA_TESTS_APART_H

#include <check.h>
#include <stdio.h>

/* Call it before the suite is made, with the program's arguments. */
void apart_begin(char **arguments);

/* Adds a test, which runs once for each index from `from` up to, not including, `end`. */
void apart_add(TCase *to, const TTest *test, int from, int end);

/* Runs all tests that were added, silently. Returns Check's report in TAP, a file that is
 * deleted when the process ends; null when there can be none. Does not return in the
 * process of a single test. */
FILE *apart_run(SRunner *runner);

/* Discards what the process writes to standard error from now on. */
void apart_silence(void);

#endif
