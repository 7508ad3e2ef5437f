/* A dot chart, drawn by gnuplot: a line for each row of the benchmark, with a dot for each
 * allocator. The axis is logarithmic.
 */
#ifndef BENCH_PLOT_H
#define BENCH_PLOT_H

#include "figure.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct chart {
    const char *file; /* without a suffix */
    const char *title, *hint;
    const char *rows; /* a pattern of fnmatch(), with the GNU lists */
    /* Returns false if the value is not known. */
    bool (*value)(const json_t *row, const char *contestant, double *value);
    double least, most; /* of the axis; values beyond are drawn at its end, with a number */
    const char *tics;
    double line; /* drawn across all rows; 0 for none */
};

struct plot {
    const json_t *document;
    const struct chart *chart;
    struct contestants contestants; /* the last one is drawn on top */
    const json_t *rows[128];        /* from the top */
    size_t row_count;
};

/* Writes a gnuplot script that draws the plot as an SVG and as a PNG in `folder`. */
void plot_write(FILE *script, const struct plot *plot, const char *folder);

#endif
