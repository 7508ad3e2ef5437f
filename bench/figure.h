/* Finds the figures of a document of measure.h by name, and compares them.
 */
#ifndef BENCH_FIGURE_H
#define BENCH_FIGURE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct figure {
    bool known; /* false: not measured, and the rest is 0 */
    double min, median, spread;
};

/* A derived metric: the instructions of an operation, less those of the harness, which the null
 * allocator shows. */
#define FIGURE_NET "net instructions"

#define FIGURE_MIB (1024.0 * 1024.0)

enum kind { KIND_ALLOCATION, KIND_START, KIND_BULK, KIND_CALL };

/* A row that this program does not know, from a document of another version, counts as one of
 * allocations. */
enum kind figure_kind(const json_t *row);

/* Null if the document has no row of this name. */
const json_t *figure_row(const json_t *document, const char *name);

/* A member that is a string; "unknown" if it is missing. */
const char *figure_text(const json_t *object, const char *key);

struct figure figure_of(const json_t *row, const char *contestant, const char *metric);

/* Whether any contestant has the metric in the row. */
bool figure_any(const json_t *row, const char *metric);

/* Patterns of fnmatch() with the GNU lists. */
#define FIGURE_PROGRAMS "program !(*, once|in C++)"
#define FIGURE_PROGRAMS_ONCE "program *, once"
#define FIGURE_DISTRIBUTIONS "distribution *"

/* The geometric mean of a contestant's medians over those of the best peer of each row, of the rows
 * whose names match such a pattern; 0 if there are none. */
double figure_mean(const json_t *document, const char *rows, const char *contestant,
                   const char *metric);

/* The same for the worst of these rows, whose name is returned, too; null if there are none. */
const char *figure_worst(const json_t *document, const char *rows, const char *contestant,
                         const char *metric, double *ratio);

/* The unit to print a metric of a row in, chosen to leave few digits. Its size is in the
 * document's unit. */
struct unit {
    const char *name;
    double size;
};
struct unit figure_unit(const json_t *row, const char *metric);

struct figure figure_in(struct figure figure, struct unit unit);

/* Whether two known figures differ by no more than the larger spread. */
bool figure_tie(struct figure one, struct figure other);

/* Whether a contestant is neither libvera_memory nor the null allocator. */
bool figure_is_peer(const char *contestant);

/* The peer with the least median; null if no peer has the metric. */
const char *figure_best_peer(const json_t *row, const char *metric);

/* The contestants of the rows of allocations, each once. */
struct contestants {
    const char *names[32];
    size_t count;
};
struct contestants figure_contestants(const json_t *document);
bool figure_takes_part(const struct contestants *contestants, const char *name);

#endif
