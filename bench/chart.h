/* The figures as charts.
 */
#ifndef BENCH_CHART_H
#define BENCH_CHART_H

#include <jansson.h>

/* Draws a document of measure.h with gnuplot: speed and memory, each as SVG and as
 * PNG, in a folder. */
void chart_draw(const json_t *document, const char *folder);

#endif
