/* Reads a document of measure.h. Missing parts are no error: it may be of some rows, of some
 * allocators, or of instructions only.
 */
#include "figure.h"

#include "row.h"

#include <fnmatch.h>
#include <math.h>
#include <string.h>

/* A call that does nothing is a single `ret`. In a pair of calls, three of the null allocator's
 * instructions are its own work; the others are the harness's. */
enum { NULL_PAIR = 3 };

enum kind figure_kind(const json_t *row)
{
    const struct row *known = row_named(figure_text(row, "name"));
    if (known == NULL) {
        return KIND_ALLOCATION;
    }
    if (known->run == row_start) {
        return KIND_START;
    }
    switch (known->group) {
    case GROUP_BULK:
        return KIND_BULK;
    case GROUP_CALL:
        return KIND_CALL;
    default:
        return KIND_ALLOCATION;
    }
}

const json_t *figure_row(const json_t *document, const char *name)
{
    size_t i;
    const json_t *row;
    json_array_foreach (json_object_get(document, "rows"), i, row) {
        if (strcmp(figure_text(row, "name"), name) == 0) {
            return row;
        }
    }
    return NULL;
}

const char *figure_text(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "unknown";
}

static double number(const json_t *figure, const char *key)
{
    return json_number_value(json_object_get(figure, key));
}

static struct figure measured(const json_t *row, const char *contestant, const char *metric)
{
    const json_t *metrics = json_object_get(json_object_get(row, "contestants"), contestant);
    const json_t *figure = json_object_get(metrics, metric);
    return (struct figure){
        .known = json_is_number(json_object_get(figure, "median")),
        .min = number(figure, "min"),
        .median = number(figure, "median"),
        .spread = number(figure, "spread"),
    };
}

static struct figure net_instructions(const json_t *row, const char *contestant)
{
    struct figure figure = measured(row, contestant, "instructions");
    struct figure harness = measured(row, ALLOCATOR_NULL, "instructions");
    if (!figure.known || !harness.known) {
        return (struct figure){.known = false};
    }
    figure.min += NULL_PAIR - harness.median;
    figure.median += NULL_PAIR - harness.median;
    return figure;
}

struct figure figure_of(const json_t *row, const char *contestant, const char *metric)
{
    return strcmp(metric, FIGURE_NET) == 0 ? net_instructions(row, contestant)
                                           : measured(row, contestant, metric);
}

bool figure_any(const json_t *row, const char *metric)
{
    const char *contestant;
    json_t *metrics;
    json_object_foreach (json_object_get(row, "contestants"), contestant, metrics) {
        if (figure_of(row, contestant, metric).known) {
            return true;
        }
    }
    return false;
}

/* The least median of all, or 0. */
static double least_median(const json_t *row, const char *metric)
{
    const char *contestant;
    json_t *metrics;
    double least = 0;
    json_object_foreach (json_object_get(row, "contestants"), contestant, metrics) {
        struct figure figure = figure_of(row, contestant, metric);
        if (figure.known && (least <= 0 || figure.median < least)) {
            least = figure.median;
        }
    }
    return least;
}

static struct unit time_unit(const json_t *row, const char *metric)
{
    static const char *const names[] = {"ns", "us", "ms"};
    struct unit unit = {figure_text(row, "unit"), 1};
    double least = least_median(row, metric);
    for (size_t i = 0; i + 1 < sizeof names / sizeof *names; i++) {
        if (strcmp(unit.name, names[i]) == 0 && least >= 10000 * unit.size) {
            unit = (struct unit){names[i + 1], 1000 * unit.size};
        }
    }
    return unit;
}

struct unit figure_unit(const json_t *row, const char *metric)
{
    if (strcmp(metric, "wall") == 0 || strcmp(metric, "cpu") == 0) {
        return time_unit(row, metric);
    }
    if (strcmp(metric, "growth") == 0 || strcmp(metric, "space") == 0 ||
        strcmp(metric, "live") == 0) {
        return (struct unit){"MiB", FIGURE_MIB};
    }
    return (struct unit){"", 1};
}

struct figure figure_in(struct figure figure, struct unit unit)
{
    figure.min /= unit.size;
    figure.median /= unit.size;
    figure.spread /= unit.size;
    return figure;
}

bool figure_tie(struct figure one, struct figure other)
{
    double spread = one.spread > other.spread ? one.spread : other.spread;
    double difference = one.median - other.median;
    return difference <= spread && -difference <= spread;
}

bool figure_is_peer(const char *contestant)
{
    return strcmp(contestant, ALLOCATOR_VERA) != 0 && strcmp(contestant, ALLOCATOR_NULL) != 0;
}

const char *figure_best_peer(const json_t *row, const char *metric)
{
    const char *best = NULL;
    const char *contestant;
    json_t *metrics;
    double least = 0;
    json_object_foreach (json_object_get(row, "contestants"), contestant, metrics) {
        struct figure figure = figure_of(row, contestant, metric);
        if (figure.known && figure_is_peer(contestant) && (best == NULL || figure.median < least)) {
            best = contestant;
            least = figure.median;
        }
    }
    return best;
}

bool figure_takes_part(const struct contestants *contestants, const char *name)
{
    for (size_t i = 0; i < contestants->count; i++) {
        if (strcmp(contestants->names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static void add(struct contestants *contestants, const char *name)
{
    if (!figure_takes_part(contestants, name) &&
        contestants->count < sizeof contestants->names / sizeof *contestants->names) {
        contestants->names[contestants->count++] = name;
    }
}

struct contestants figure_contestants(const json_t *document)
{
    struct contestants contestants = {.count = 0};
    size_t i;
    json_t *row;
    json_array_foreach (json_object_get(document, "rows"), i, row) {
        const char *contestant;
        json_t *metrics;
        if (figure_kind(row) == KIND_ALLOCATION || figure_kind(row) == KIND_START) {
            json_object_foreach (json_object_get(row, "contestants"), contestant, metrics) {
                add(&contestants, contestant);
            }
        }
    }
    return contestants;
}

/* The ratio to the best peer; 0 if the row is not among those meant, or it is not known. */
static double ratio_in(const json_t *row, const char *rows, const char *contestant,
                       const char *metric)
{
    const char *peer = figure_best_peer(row, metric);
    if (peer == NULL || fnmatch(rows, figure_text(row, "name"), FNM_EXTMATCH) != 0) {
        return 0;
    }
    double best = figure_of(row, peer, metric).median;
    struct figure own = figure_of(row, contestant, metric);
    return own.known && best > 0 ? own.median / best : 0;
}

double figure_mean(const json_t *document, const char *rows, const char *contestant,
                   const char *metric)
{
    double sum = 0;
    size_t count = 0;
    size_t i;
    json_t *row;
    json_array_foreach (json_object_get(document, "rows"), i, row) {
        double ratio = ratio_in(row, rows, contestant, metric);
        if (ratio > 0) {
            sum += log(ratio);
            count++;
        }
    }
    return count > 0 ? exp(sum / (double)count) : 0;
}

const char *figure_worst(const json_t *document, const char *rows, const char *contestant,
                         const char *metric, double *ratio)
{
    const char *worst = NULL;
    size_t i;
    json_t *row;
    *ratio = 0;
    json_array_foreach (json_object_get(document, "rows"), i, row) {
        double one = ratio_in(row, rows, contestant, metric);
        if (one > *ratio) {
            *ratio = one;
            worst = figure_text(row, "name");
        }
    }
    return worst;
}
