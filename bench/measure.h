/* The document that everything here is about, as JSON:
 *   {"format": 1, "machine": {...}, "rounds": N,
 *    "absent": {CONTESTANT: WHY, ...},
 *    "rows": [{"name": ..., "what": ..., "unit": ..., "threads": N,
 *              "contestants": {CONTESTANT: {METRIC: FIGURE, ...}, ...}}, ...]}
 * A FIGURE is {"values": [...], "min": N, "median": N, "max": N, "spread": N}, with
 * a value a round; the spread is from the first quartile to the third. Metrics of
 * time ("wall", "cpu") are in the row's unit, those of memory in bytes.
 */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct plan {
    size_t rounds;
    bool instructions; /* counted as well */
    bool times;        /* measured */
    char **rows;       /* which; null for all */
    size_t row_count;
    const char **contestants; /* null for all */
    size_t contestant_count;
    const char *traces; /* the folder of the recorded traces */
};

/* Measures, and says on standard error how far it is. The caller owns the
 * document. */
json_t *measure(const struct plan *plan);

#endif
