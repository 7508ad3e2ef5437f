/* One cell of a table of figures: a space, and then what is said here.
 */
#ifndef BENCH_CELL_H
#define BENCH_CELL_H

#include "figure.h"

#include <stdbool.h>

/* About three digits, to the right; a dash for what is not known. */
void cell_number(int width, bool known, double value);

/* A median and its spread, in 14 places. The best of a row has a star. */
void cell_spread(struct figure figure, bool best);

/* How `one` stands beside `other`, both times: how much faster it is, or slower, or
 * a tie. */
void cell_verdict(struct figure one, struct figure other);

#endif
