/* One chart, as gnuplot draws it: dots, a line for each row of the benchmark, and on
 * it a mark for each allocator. The axis is logarithmic.
 */
#ifndef BENCH_PLOT_H
#define BENCH_PLOT_H

#include "figure.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct chart {
    const char *file; /* without its ending */
    const char *title, *hint;
    const char *rows; /* a pattern of fnmatch(), with the GNU lists */
    /* False if it is not known. */
    bool (*value)(const json_t *row, const char *contestant, double *value);
    double least, most; /* of the axis: what is beyond is drawn there, with its number */
    const char *tics;
    double line; /* across all rows; 0 for none */
};

struct plot {
    const json_t *document;
    const struct chart *chart;
    struct contestants field; /* the last one is drawn on top */
    const json_t *rows[64];   /* from the top */
    size_t row_count;
};

/* Writes what gnuplot is to do, for an SVG and a PNG in a folder. */
void plot_write(FILE *script, const struct plot *plot, const char *folder);

#endif
