/* Prints one cell of a table: a space, then what is described here.
 */
#ifndef BENCH_CELL_H
#define BENCH_CELL_H

#include "figure.h"

#include <stdbool.h>

/* About three digits, aligned to the right; a dash if the value is not known. */
void cell_number(int width, bool known, double value);

/* A median and its spread, in 14 columns. The best of a row has a star. */
void cell_spread(struct figure figure, bool best);

/* Compares two times: how much faster or slower `one` is than `other`, or a tie. */
void cell_verdict(struct figure one, struct figure other);

#endif
