/* Measures, and makes a JSON document of the figures:
 *   {"format": 1, "machine": {...}, "rounds": N,
 *    "absent": {CONTESTANT: WHY, ...},
 *    "rows": [{"name": ..., "what": ..., "unit": ..., "threads": N,
 *              "contestants": {CONTESTANT: {METRIC: FIGURE, ...}, ...}}, ...]}
 * A FIGURE is {"values": [...], "min": N, "median": N, "max": N, "spread": N}, with one value per
 * round; the spread is the third quartile less the first. Metrics of time ("wall", "cpu") are in
 * the row's unit, those of memory in bytes.
 */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Those to count. */
enum instructions { INSTRUCTIONS_NO, INSTRUCTIONS_FEW, INSTRUCTIONS_ALL };

struct plan {
    size_t rounds;
    enum instructions instructions;
    bool times;    /* measure them, and memory */
    bool complete; /* end the program if a row or a contestant must be left out */
    char **rows;
    size_t row_count; /* 0: all rows */
    const char **contestants;
    size_t contestant_count; /* 0: all contestants */
    const char *recordings;  /* their folder */
};

/* Measures, and reports progress on standard error. The caller owns the document. */
json_t *measure(const struct plan *plan);

#endif
