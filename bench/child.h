/* A run in a process of its own: the side that asks for it.
 */
#ifndef BENCH_CHILD_H
#define BENCH_CHILD_H

#include "row.h"

/* The options with which this program was started: a child gets them too. */
void child_options(int count, char **options);

/* Runs a row with a contestant, and returns its metrics, which the caller owns.
 * A contestant that is not there has one alone, "absent", which says why. */
json_t *child_run(const struct row *row, const char *contestant);

/* Instructions of one operation of a row, as callgrind counts them. */
double child_count(const struct row *row, const char *contestant);

#endif
