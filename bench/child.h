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

/* Return metrics that are counted, which the caller owns. First with callgrind: the instructions of
 * one operation of a row, and the misses and locks of 1,000; then with strace: the system calls of
 * 1,000. */
json_t *child_count(const struct row *row, const char *contestant);
json_t *child_count_calls(const struct row *row, const char *contestant);

#endif
