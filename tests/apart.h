/* Tests apart from each other: each runs in a process of its own, on every system.
 * What run.c asks of the folder that knows the system.
 */
#ifndef VERA_TESTS_APART_H
#define VERA_TESTS_APART_H

#include <check.h>
#include <stdio.h>

/* To be called before the suite is made, with the program's arguments. */
void apart_begin(char **arguments);

/* Adds a test, to be run for each index from `from` to below `end`. */
void apart_add(TCase *to, const TTest *test, int from, int end);

/* Runs all that was added, silently, and returns Check's report in TAP, a file that is
 * gone when the process ends; null when there is none. Does not return in the process of a
 * single test. */
FILE *apart_run(SRunner *runner);

/* From now on what the process says on standard error is lost. */
void apart_silence(void);

#endif
