/* Runs all trials in order, and summarizes their figures.
 */
#include "measure.h"

#include "child.h"
#include "die.h"
#include "machine.h"
#include "row.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CLEAR_LINE "\r\033[K" /* by the terminal's escape sequence */

enum { FINELY = 3 }; /* such a row has so many times as many rounds */

/* Shows progress on one line of a terminal, and nowhere else. */
__attribute__((format(printf, 1, 2))) static void show(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (isatty(STDERR_FILENO)) {
        fputs(CLEAR_LINE, stderr);
        vfprintf(stderr, format, args);
    }
    va_end(args);
}

static bool is_among(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return count == 0;
}

static void leave_out(const struct plan *plan, const char *name, const char *why)
{
    show("%s", "");
    if (plan->complete) {
        die("%s would be left out: %s", name, why);
    }
    fprintf(stderr, "vera-bench: %s is left out: %s\n", name, why);
}

/* A row whose recording is missing is left out. */
static bool has_recording(const struct plan *plan, const struct row *row)
{
    bool there = row->recording == NULL || row_recording_is_there(plan->recordings, row->recording);
    if (!there) {
        leave_out(plan, row->name, "not recorded");
    }
    return there;
}

static bool takes_part(const struct plan *plan, const json_t *absent, const struct row *row,
                       const char *contestant)
{
    bool idle = row->group == GROUP_REAL && strcmp(contestant, ALLOCATOR_NULL) == 0;
    return !idle && json_object_get(absent, contestant) == NULL &&
           is_among(contestant, plan->contestants, plan->contestant_count);
}

static void append(json_t *contestants, const char *contestant, json_t *metrics)
{
    const char *name;
    json_t *value;
    json_t *all = json_object_get(contestants, contestant);
    if (all == NULL) {
        all = json_object();
        json_object_set_new(contestants, contestant, all);
    }
    json_object_foreach (metrics, name, value) {
        json_t *figure = json_object_get(all, name);
        if (figure == NULL) {
            figure = json_pack("{s:[]}", "values");
            json_object_set_new(all, name, figure);
        }
        json_array_append(json_object_get(figure, "values"), value);
    }
}

static int by_value(const void *one, const void *other)
{
    double a = *(const double *)one;
    double b = *(const double *)other;
    return (a > b) - (a < b);
}

/* Interpolates if the quantile falls between two values. */
static double quantile(const double *sorted, size_t count, double part)
{
    double at = part * (double)(count - 1);
    size_t low = (size_t)at;
    size_t high = low + 1 < count ? low + 1 : low;
    return sorted[low] + (at - (double)low) * (sorted[high] - sorted[low]);
}

static void summarize(json_t *figure)
{
    const json_t *values = json_object_get(figure, "values");
    size_t count = json_array_size(values);
    double *sorted = calloc(count, sizeof *sorted);
    for (size_t i = 0; sorted != NULL && i < count; i++) {
        sorted[i] = json_number_value(json_array_get(values, i));
    }
    if (sorted != NULL) {
        qsort(sorted, count, sizeof *sorted, by_value);
        json_object_set_new(figure, "min", json_real(sorted[0]));
        json_object_set_new(figure, "median", json_real(quantile(sorted, count, 0.5)));
        json_object_set_new(figure, "max", json_real(sorted[count - 1]));
        json_object_set_new(
            figure, "spread",
            json_real(quantile(sorted, count, 0.75) - quantile(sorted, count, 0.25)));
    }
    free(sorted);
}

static void summarize_all(json_t *contestants)
{
    const char *contestant;
    const char *metric;
    json_t *metrics;
    json_t *figure;
    json_object_foreach (contestants, contestant, metrics) {
        json_object_foreach (metrics, metric, figure) {
            summarize(figure);
        }
    }
}

static void run_once(const struct plan *plan, const struct row *row, const char *contestant,
                     json_t *absent, json_t *contestants)
{
    json_t *metrics = child_run(row, contestant);
    json_t *why = json_object_get(metrics, "absent");
    if (why != NULL) {
        json_object_set(absent, contestant, why);
        leave_out(plan, contestant, json_string_value(why));
    } else {
        append(contestants, contestant, metrics);
    }
    json_decref(metrics);
}

/* Without a terminal, progress is one line per row. */
static void show_row(const struct row *row, size_t index)
{
    if (!isatty(STDERR_FILENO)) {
        fprintf(stderr, "vera-bench: row %zu of %zu, %s\n", index + 1, row_count(), row->name);
    }
}

/* Rounds are interleaved: each one measures every contestant once. */
static void time_row(const struct plan *plan, const struct row *row, json_t *absent,
                     json_t *contestants)
{
    const char *contestant;
    size_t usual = row->rarely ? 1 : plan->rounds;
    size_t rounds = row->finely ? FINELY * usual : usual;
    for (size_t round = 0; round < rounds; round++) {
        for (size_t i = 0; (contestant = row_contestant(row->group, i)) != NULL; i++) {
            if (takes_part(plan, absent, row, contestant)) {
                show("%s, round %zu, %s", row->name, round + 1, contestant);
                run_once(plan, row, contestant, absent, contestants);
            }
        }
    }
}

static bool is_counted(const struct plan *plan, const struct row *row)
{
    return (row->counted == COUNT && plan->instructions != INSTRUCTIONS_NO) ||
           (row->counted == COUNT_LONG && plan->instructions == INSTRUCTIONS_ALL);
}

/* Counts once with each contestant. `what` is for the report. */
static void count_row(const struct plan *plan, const struct row *row, const json_t *absent,
                      json_t *contestants, const char *what,
                      json_t *(*count)(const struct row *row, const char *contestant))
{
    const char *contestant;
    for (size_t i = 0; (contestant = row_contestant(row->group, i)) != NULL; i++) {
        if (takes_part(plan, absent, row, contestant)) {
            show("%s, %s, %s", row->name, what, contestant);
            json_t *metrics = count(row, contestant);
            append(contestants, contestant, metrics);
            json_decref(metrics);
        }
    }
}

static json_t *measure_row(const struct plan *plan, const struct row *row, json_t *absent)
{
    json_t *contestants = json_object();
    if (plan->times) {
        time_row(plan, row, absent, contestants);
    }
    if (is_counted(plan, row)) {
        count_row(plan, row, absent, contestants, "instructions", child_count);
    }
    if (plan->times && row->calls && plan->instructions == INSTRUCTIONS_ALL) {
        count_row(plan, row, absent, contestants, "system calls", child_count_calls);
    }
    summarize_all(contestants);
    return json_pack("{s:s, s:s, s:s, s:i, s:o}", "name", row->name, "what", row->what, "unit",
                     row->unit, "threads", (int)(row->threads > 0 ? row->threads : 1),
                     "contestants", contestants);
}

json_t *measure(const struct plan *plan)
{
    json_t *absent = json_object();
    json_t *rows = json_array();
    for (size_t i = 0; i < row_count(); i++) {
        const struct row *row = row_at(i);
        bool measured = plan->times || is_counted(plan, row);
        if (is_among(row->name, (const char *const *)plan->rows, plan->row_count) && measured &&
            has_recording(plan, row)) {
            show_row(row, i);
            json_array_append_new(rows, measure_row(plan, row, absent));
        }
    }
    show("%s", "");
    return json_pack("{s:i, s:o, s:i, s:o, s:o}", "format", 1, "machine", machine_describe(),
                     "rounds", (int)plan->rounds, "absent", absent, "rows", rows);
}
