/* Runs a trial in a process of its own: the parent's side.
 */
#ifndef BENCH_CHILD_H
#define BENCH_CHILD_H

#include "row.h"

/* Sets the options of this program, which it passes on to each child. */
void child_options(int count, char **options);

/* Runs a row with a contestant and returns its metrics, which the caller owns. If the contestant
 * is not installed, the only metric is "absent", with the reason. */
json_t *child_run(const struct row *row, const char *contestant);

/* Returns the instructions of one operation of a row, as callgrind counts them. */
double child_count(const struct row *row, const char *contestant);

#endif
