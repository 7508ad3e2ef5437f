/* Charts of the figures.
 */
#ifndef BENCH_CHART_H
#define BENCH_CHART_H

#include <jansson.h>

/* Draws a document of measure.h with gnuplot: one chart of speed and one of memory, each as SVG
 * and as PNG, in `folder`. */
void chart_draw(const json_t *document, const char *folder);

#endif
