/* A bar states that a figure is at most a multiple of another figure plus a constant. It is a
 * line of the table below, and applies to each row that its pattern matches. One bar is about
 * many rows at once and has code of its own.
 */
#include "bars.h"

#include "figure.h"
#include "row.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

/* Stands for whichever peer has the least figure. */
#define BEST_PEER "the best peer"

struct bar {
    const char *what;
    const char *rows; /* a pattern of fnmatch(), with the GNU lists */
    const char *metric;
    const char *who; /* null: libvera_memory */

    double times; /* 0: the bar is just `plus`, and the next three are ignored */
    const char *other_who, *other_metric, *other_row; /* null: the same as above */
    double plus; /* in the document's unit: the row's, or bytes */
    bool ties;   /* a tie counts as reached */
};

#define SIXTEEN                                                                                    \
    "@(ping-pong *|batch, *|churn|aligned|large|producer and consumer|larson|threads that end)"
#define ONE_THREAD "@(ping-pong *|batch, *|churn|aligned|large|program in C++)"
#define MORE_THREADS "@(producer and consumer|larson|threads that end|2 threads|64 threads)"

#define MIB FIGURE_MIB
#define KIB (FIGURE_MIB / 1024)

static const struct bar bars[] = {
    {"instructions", "ping-pong @(16|64|256|1 Ki)", FIGURE_NET, .plus = 28},
    {"instructions", "ping-pong 8 Ki", FIGURE_NET, .plus = 36},
    {"instructions", "batch, random order", FIGURE_NET, .plus = 32},
    {"instructions", "churn", FIGURE_NET, .plus = 34},

    {"instructions", "miss 64, in order", FIGURE_NET, .plus = 71},
    {"instructions", "miss 64, at random", FIGURE_NET, .plus = 79},
    {"instructions", "miss 512, in order", FIGURE_NET, .plus = 101},
    {"instructions", "miss 512, at random", FIGURE_NET, .plus = 126},
    {"instructions", "late size", FIGURE_NET, .plus = 60},
    {"instructions", "thread of one block", FIGURE_NET, .plus = 2500},
    {"instructions", "thread of 20 sizes", FIGURE_NET, .plus = 14000},
    {"instructions", FIGURE_PROGRAMS, FIGURE_NET, .times = 1, .other_who = "mimalloc"},

    {"time", "mix to 64 Ki", "wall", .times = 1.2, .other_who = "tcmalloc"},
    {"time", "@(large|ping-pong 1 Mi)", "wall", .times = 1.05, .other_who = BEST_PEER},
    {"faults", "*temporar* @(4|16|64) Mi", "faults", .plus = 0},
    {"faults", "phases of one size", "faults", .plus = 2000},
    {"left over live", "holes", "left later", .times = 5, .other_metric = "live"},
    {"left at once", "freed 1 Gi", "left", .plus = 16 * MIB},
    {"left a second later", "freed 1 Gi", "left later", .plus = 2 * MIB},
    {"growth", "producer and consumer", "growth", .plus = 1.6 * MIB},

    {"time", SIXTEEN, "wall", .times = 1, .other_who = BEST_PEER, .ties = true},
    {"first", "@(producer and consumer|larson)", "wall", .times = 1, .other_who = BEST_PEER},
    {"against 2 threads", "64 threads", "wall", .times = 1.3, .other_row = "2 threads"},

    {"growth", ONE_THREAD, "growth", .times = 1, .other_who = BEST_PEER, .plus = 0.3 * MIB},
    {"growth", MORE_THREADS, "growth", .times = 1, .other_who = BEST_PEER, .plus = 1 * MIB},
    {"growth over live", "large", "growth", .times = 1.2, .other_metric = "live"},
    {"growth over live", "64 threads", "growth", .times = 1, .other_metric = "live",
     .plus = (64 * 2 + 2) * MIB}, /* 2 MiB per thread, and 2 shared */

    {"growth", "start", "growth", .plus = 180 * KIB},
    {"address space", "start", "space", .plus = 4 * MIB},
    {"mappings", "start", "mappings", .plus = 13}, /* six are the library's own file */
    {"dlopen", "start", "wall", .plus = 1000},

    {"time", "@(copy|set|zero) @(1|16|64|256)", "wall", .times = 1, .other_who = "libc", .plus = 1,
     .ties = true},
    {"time", "@(copy|set|zero) * @(Ki|Mi)", "wall", .times = 1.05, .other_who = "libc",
     .ties = true},

    {"checked", "call", "wall", "checked", .times = 1.15, .other_who = "ffi_call"},
    {"raw", "call", "wall", "raw", .times = 1.03, .other_who = "ffi_call"},
};

/* What programs take, as the geometric mean over the best peer of each row, and in the worst. */
static const struct mean {
    const char *what, *rows, *metric;
    double mean, worst;
} means[] = {
    {"time of programs", FIGURE_PROGRAMS, "wall", 0.90, 1.20},
    {"memory of programs", FIGURE_PROGRAMS, "growth", 1.05, 1.20},
    {"time of programs once", FIGURE_PROGRAMS_ONCE, "wall", 1.00, 1.20},
    {"memory of programs once", FIGURE_PROGRAMS_ONCE, "growth", 1.05, 1.20},
    {"time of distributions", FIGURE_DISTRIBUTIONS, "wall", 0.80, 1.10},
    {"memory of distributions", FIGURE_DISTRIBUTIONS, "growth", 1.01, 1.10},
};

/* In LEADS of the sixteen rows, the best peer takes at least LEAD times as long. */
enum { LEADS = 11 };
#define LEAD 1.1

enum standing { NOT_MEASURED, REACHED, MISSED, STANDINGS };

static const char *const standings[STANDINGS] = {"not measured", "reached", "missed"};

struct outcome {
    enum standing standing;
    double figure, most;
    const char *against; /* whose figure the bar refers to; null if there is none */
    bool tie;
};

static const char *otherwise(const char *text, const char *usual)
{
    return text != NULL ? text : usual;
}

/* Returns the figure that a bar refers to, and sets `who` to its contestant. */
static struct figure find_other(const struct bar *bar, const json_t *document, const json_t *row,
                                const char **who)
{
    const char *metric = otherwise(bar->other_metric, bar->metric);
    const json_t *other = bar->other_row != NULL ? figure_row(document, bar->other_row) : row;
    *who = otherwise(bar->other_who, otherwise(bar->who, ALLOCATOR_VERA));
    if (strcmp(*who, BEST_PEER) == 0) {
        *who = figure_best_peer(other, metric);
    }
    return *who != NULL ? figure_of(other, *who, metric) : (struct figure){.known = false};
}

/* The value of a figure that counts for a bar: the median, but in rows of bulk operations and of
 * calls the least, because there other work on the machine can only add time. */
static double relevant(const json_t *row, struct figure figure)
{
    enum kind kind = figure_kind(row);
    return kind == KIND_BULK || kind == KIND_CALL ? figure.min : figure.median;
}

static struct outcome judge(const struct bar *bar, const json_t *document, const json_t *row)
{
    struct outcome outcome = {.standing = NOT_MEASURED};
    struct figure figure = figure_of(row, otherwise(bar->who, ALLOCATOR_VERA), bar->metric);
    struct figure other = {.known = true};
    if (bar->times > 0) {
        other = find_other(bar, document, row, &outcome.against);
    }
    if (figure.known && other.known) {
        outcome.figure = relevant(row, figure);
        outcome.most = bar->times * relevant(row, other) + bar->plus;
        outcome.tie = bar->ties && outcome.figure > outcome.most && figure_tie(figure, other);
        outcome.standing = outcome.figure <= outcome.most || outcome.tie ? REACHED : MISSED;
    }
    return outcome;
}

static void print(const struct bar *bar, const json_t *row, const char *name,
                  struct outcome outcome)
{
    struct unit unit = figure_unit(row, bar->metric);
    printf("%-12s  %-26s %-20s", standings[outcome.standing], name, bar->what);
    if (outcome.standing != NOT_MEASURED) {
        const char *gap = unit.name[0] != '\0' ? " " : "";
        printf("%10.2f%s%-*s  at most %.2f%s%s", outcome.figure / unit.size, gap,
               4 - (int)strlen(gap), unit.name, outcome.most / unit.size, gap, unit.name);
        if (bar->other_who != NULL) {
            printf(", by %s", outcome.against);
        }
        fputs(outcome.tie ? ", a tie" : "", stdout);
    }
    putchar('\n');
}

/* Goes through all rows, not only the measured ones, so that it reports those left out. */
static void check(const struct bar *bar, const json_t *document, size_t *counts)
{
    for (size_t i = 0; i < row_count(); i++) {
        const char *name = row_at(i)->name;
        if (fnmatch(bar->rows, name, FNM_EXTMATCH) == 0) {
            const json_t *row = figure_row(document, name);
            struct outcome outcome = judge(bar, document, row);
            print(bar, row, name, outcome);
            counts[outcome.standing]++;
        }
    }
}

/* Of the sixteen rows: how many the library leads, and of how many that is unknown. */
struct leads {
    size_t ahead, unknown;
};

static struct leads count_leads(const json_t *document)
{
    struct leads leads = {0, 0};
    for (size_t i = 0; i < row_count(); i++) {
        if (fnmatch(SIXTEEN, row_at(i)->name, FNM_EXTMATCH) != 0) {
            continue;
        }
        const json_t *row = figure_row(document, row_at(i)->name);
        const char *peer = figure_best_peer(row, "wall");
        struct figure vera = figure_of(row, ALLOCATOR_VERA, "wall");
        if (peer == NULL || !vera.known) {
            leads.unknown++;
        } else if (figure_of(row, peer, "wall").median >= LEAD * vera.median) {
            leads.ahead++;
        }
    }
    return leads;
}

/* The bar is missed only if the unknown rows could not make a difference. */
static void check_leads(const json_t *document, size_t *counts)
{
    enum standing standing = NOT_MEASURED;
    struct leads leads = count_leads(document);
    if (leads.ahead >= LEADS) {
        standing = REACHED;
    } else if (leads.ahead + leads.unknown < LEADS) {
        standing = MISSED;
    }
    printf("%-12s  %-47s%10zu rows  at least %d\n", standings[standing],
           "10 % ahead of the best peer", leads.ahead, LEADS);
    counts[standing]++;
}

static void check_ratio(const char *name, const char *what, double ratio, double most,
                        size_t *counts)
{
    enum standing standing = NOT_MEASURED;
    if (ratio > 0) {
        standing = ratio <= most ? REACHED : MISSED;
    }
    printf("%-12s  %-26s %-26s%10.2f      at most %.2f\n", standings[standing], name, what, ratio,
           most);
    counts[standing]++;
}

static void check_mean(const struct mean *mean, const json_t *document, size_t *counts)
{
    double worst;
    const char *row = figure_worst(document, mean->rows, ALLOCATOR_VERA, mean->metric, &worst);
    double all = figure_mean(document, mean->rows, ALLOCATOR_VERA, mean->metric);
    check_ratio(mean->what, "on average", all, mean->mean, counts);
    check_ratio(mean->what, row != NULL ? row : "at worst", worst, mean->worst, counts);
}

size_t bars_print(const json_t *document)
{
    size_t counts[STANDINGS] = {0};
    puts("\nThe bars");
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++) {
        check(&bars[i], document, counts);
    }
    check_leads(document, counts);
    for (size_t i = 0; i < sizeof means / sizeof *means; i++) {
        check_mean(&means[i], document, counts);
    }
    printf("%zu reached, %zu missed, %zu not measured\n", counts[REACHED], counts[MISSED],
           counts[NOT_MEASURED]);
    return counts[MISSED];
}
