/* Prints a document for people: what was measured on which machine, then a section for each
 * question. In a section a row is one line, or one line per contestant; rows without the section's
 * metric are left out.
 */
#include "table.h"

#include "allocator.h"
#include "cell.h"
#include "figure.h"

#include <stdio.h>
#include <string.h>

#define KIB 1024.0
#define GIB (1024.0 * FIGURE_MIB)

static struct figure best_peer(const json_t *row, const char *metric)
{
    const char *peer = figure_best_peer(row, metric);
    return peer != NULL ? figure_of(row, peer, metric) : (struct figure){.known = false};
}

/* With several threads, the minimum is of a trial in which they did not overlap. */
static bool has_one_thread(const json_t *row)
{
    return json_integer_value(json_object_get(row, "threads")) <= 1;
}

static void print_row_name(const json_t *row, struct unit unit)
{
    printf("%-23s %-2s", figure_text(row, "name"), unit.name);
}

static void print_names(const struct contestants *contestants, int width)
{
    printf("%-26s", "");
    for (size_t i = 0; i < contestants->count; i++) {
        printf(" %*s", width, contestants->names[i]);
    }
}

static bool is_real(const char *contestant)
{
    return strcmp(contestant, ALLOCATOR_NULL) != 0;
}

static void head_times(const struct contestants *contestants)
{
    printf("%-26s", "");
    for (size_t i = 0; i < contestants->count; i++) {
        if (is_real(contestants->names[i])) {
            printf(" %-14s", contestants->names[i]);
        }
    }
    puts(" verdict");
}

static void print_times(const struct contestants *contestants, const json_t *row)
{
    struct unit unit = figure_unit(row, "wall");
    struct figure vera = figure_of(row, ALLOCATOR_VERA, "wall");
    struct figure peer = best_peer(row, "wall");
    bool ahead = vera.known && (!peer.known || vera.median < peer.median);
    double best = ahead ? vera.median : peer.median;
    print_row_name(row, unit);
    for (size_t i = 0; i < contestants->count; i++) {
        struct figure figure = figure_of(row, contestants->names[i], "wall");
        if (is_real(contestants->names[i])) {
            cell_spread(figure_in(figure, unit), figure.median <= best);
        }
    }
    cell_verdict(vera, peer);
    puts("");
}

static void head_details(const struct contestants *contestants)
{
    print_names(contestants, 13);
    printf("\n%-26s", "");
    for (size_t i = 0; i < contestants->count; i++) {
        printf(" %6s %6s", "min", "cpu");
    }
    puts("");
}

static void print_details(const struct contestants *contestants, const json_t *row)
{
    struct unit unit = figure_unit(row, "wall");
    print_row_name(row, unit);
    for (size_t i = 0; i < contestants->count; i++) {
        struct figure wall = figure_in(figure_of(row, contestants->names[i], "wall"), unit);
        struct figure cpu = figure_in(figure_of(row, contestants->names[i], "cpu"), unit);
        cell_number(6, wall.known && has_one_thread(row), wall.min);
        cell_number(6, cpu.known, cpu.median);
    }
    puts("");
}

static void head_memory(const struct contestants *contestants)
{
    print_names(contestants, 9);
    puts("      live");
}

static void print_memory(const struct contestants *contestants, const json_t *row)
{
    struct figure live = figure_of(row, ALLOCATOR_VERA, "live");
    printf("%-26s", figure_text(row, "name"));
    for (size_t i = 0; i < contestants->count; i++) {
        struct figure growth = figure_of(row, contestants->names[i], "growth");
        cell_number(9, growth.known, growth.median / FIGURE_MIB);
    }
    cell_number(9, live.known, live.median / FIGURE_MIB);
    puts("");
}

static void head_counts(const struct contestants *contestants)
{
    print_names(contestants, 9);
    puts("");
}

static void print_count(const struct contestants *contestants, const json_t *row,
                        const char *metric)
{
    printf("%-26s", figure_text(row, "name"));
    for (size_t i = 0; i < contestants->count; i++) {
        struct figure figure = figure_of(row, contestants->names[i], metric);
        cell_number(9, figure.known, figure.median);
    }
    puts("");
}

static void print_instructions(const struct contestants *contestants, const json_t *row)
{
    print_count(contestants, row, FIGURE_NET);
}

static void print_faults(const struct contestants *contestants, const json_t *row)
{
    print_count(contestants, row, "faults");
}

static void print_calls(const struct contestants *contestants, const json_t *row)
{
    print_count(contestants, row, "calls");
}

static void head_misses(const struct contestants *contestants)
{
    (void)contestants;
    printf("%-26s %9s %9s\n", "", "misses", "locks");
}

static void print_misses(const struct contestants *contestants, const json_t *row)
{
    (void)contestants;
    struct figure misses = figure_of(row, ALLOCATOR_VERA, "misses");
    struct figure locks = figure_of(row, ALLOCATOR_VERA, "locks");
    printf("%-26s", figure_text(row, "name"));
    cell_number(9, misses.known, misses.median);
    cell_number(9, locks.known, locks.median);
    puts("");
}

static void head_left(const struct contestants *contestants)
{
    print_names(contestants, 14);
    puts("      live");
}

static void print_left(const struct contestants *contestants, const json_t *row)
{
    struct figure live = figure_of(row, ALLOCATOR_VERA, "live");
    printf("%-26s", figure_text(row, "name"));
    for (size_t i = 0; i < contestants->count; i++) {
        struct figure left = figure_of(row, contestants->names[i], "left");
        struct figure later = figure_of(row, contestants->names[i], "left later");
        cell_number(7, left.known, left.median / FIGURE_MIB);
        cell_number(6, later.known, later.median / FIGURE_MIB);
    }
    cell_number(9, live.known, live.median / FIGURE_MIB);
    puts("");
}

static void head_start(const struct contestants *contestants)
{
    (void)contestants;
    printf("%-26s %10s %14s %14s %14s %10s\n", "", "dlopen, us", "first pair, us", "resident, KiB",
           "space, MiB", "mappings");
}

static void print_start(const struct contestants *contestants, const json_t *row)
{
    static const struct {
        const char *metric;
        int width;
        double unit;
    } columns[] = {
        {"wall", 10, 1},           {"first pair", 14, 1}, {"growth", 14, KIB},
        {"space", 14, FIGURE_MIB}, {"mappings", 10, 1},
    };
    for (size_t i = 0; i < contestants->count; i++) {
        if (!figure_of(row, contestants->names[i], "wall").known) {
            continue;
        }
        printf("%-26s", contestants->names[i]);
        for (size_t j = 0; j < sizeof columns / sizeof *columns; j++) {
            struct figure figure = figure_of(row, contestants->names[i], columns[j].metric);
            cell_number(columns[j].width, figure.known, figure.median / columns[j].unit);
        }
        puts("");
    }
}

static void head_bulk(const struct contestants *contestants)
{
    (void)contestants;
    printf("%-26s %-14s %-14s verdict\n", "", "vera", "libc");
}

static void print_bulk(const struct contestants *contestants, const json_t *row)
{
    (void)contestants;
    struct figure vera = figure_of(row, ALLOCATOR_VERA, "wall");
    struct figure libc = figure_of(row, "libc", "wall");
    struct unit unit = figure_unit(row, "wall");
    print_row_name(row, unit);
    cell_spread(figure_in(vera, unit), false);
    cell_spread(figure_in(libc, unit), false);
    cell_verdict(vera, libc);
    puts("");
}

static void head_call(const struct contestants *contestants)
{
    (void)contestants;
    printf("%-26s %-14s times ffi_call\n", "", "ns");
}

static void print_call(const struct contestants *contestants, const json_t *row)
{
    (void)contestants;
    const char *way;
    json_t *metrics;
    struct figure bare = figure_of(row, "ffi_call", "wall");
    json_object_foreach (json_object_get(row, "contestants"), way, metrics) {
        struct figure figure = figure_of(row, way, "wall");
        printf("%-26s", way);
        cell_spread(figure, false);
        cell_number(7, figure.known && bare.median > 0, figure.median / bare.median);
        puts("");
    }
}

struct section {
    const char *title;
    enum kind kind;
    const char *metric; /* its subject */
    void (*head)(const struct contestants *contestants);
    void (*print)(const struct contestants *contestants, const json_t *row);
};

static const struct section sections[] = {
    {"Time of one operation: the median of all rounds, and the spread from the first to the third\n"
     "quartile. * marks the fastest. The verdict compares vera with the fastest peer: how much\n"
     "faster or slower it is, or a tie if they differ by no more than the larger spread.",
     KIND_ALLOCATION, "wall", head_times, print_times},
    {"Time of one operation: the least wall time, and the median CPU time of all threads. null "
     "does\n"
     "nothing: its times are the harness's own, and are part of every other time.",
     KIND_ALLOCATION, "wall", head_details, print_details},
    {"Peak growth of resident memory, in MiB, and the peak of live bytes, in rows that track it.",
     KIND_ALLOCATION, "growth", head_memory, print_memory},
    {"Instructions of one operation, less the harness's.", KIND_ALLOCATION, FIGURE_NET, head_counts,
     print_instructions},
    {"Minor page faults of 1,000 operations.", KIND_ALLOCATION, "faults", head_counts,
     print_faults},
    {"System calls of 1,000 operations.", KIND_ALLOCATION, "calls", head_counts, print_calls},
    {"Of 1,000 operations of vera: calls that leave the fast path, and locks.", KIND_ALLOCATION,
     "misses", head_misses, print_misses},
    {"Resident memory, in MiB, when a program has freed nearly all: at once, and after a rest.",
     KIND_ALLOCATION, "left", head_left, print_left},
    {"Start: opens the library, then allocates and frees one block.", KIND_START, "wall",
     head_start, print_start},
    {"Bulk operations compared with libc's, as above.", KIND_BULK, "wall", head_bulk, print_bulk},
    {"Calls: allocate and free, in four ways.", KIND_CALL, "wall", head_call, print_call},
};

static void print_section(const struct section *section, const json_t *document,
                          const struct contestants *contestants)
{
    size_t i;
    json_t *row;
    bool begun = false;
    json_array_foreach (json_object_get(document, "rows"), i, row) {
        if (figure_kind(row) == section->kind && figure_any(row, section->metric)) {
            if (!begun) {
                printf("\n%s\n\n", section->title);
                section->head(contestants);
                begun = true;
            }
            section->print(contestants, row);
        }
    }
}

static void print_origin(const json_t *document, const struct contestants *contestants)
{
    const json_t *machine = json_object_get(document, "machine");
    const char *name;
    json_t *why;
    printf("%s, %d cores, %.1f GiB; %s; libc %s; compiler %s\n", figure_text(machine, "processor"),
           (int)json_integer_value(json_object_get(machine, "cores")),
           json_number_value(json_object_get(machine, "memory")) / GIB,
           figure_text(machine, "system"), figure_text(machine, "libc"),
           figure_text(machine, "compiler"));
    printf("%s, %d rounds", figure_text(machine, "date"),
           (int)json_integer_value(json_object_get(document, "rounds")));
    for (size_t i = 0; i < contestants->count; i++) {
        printf("%s%s", i == 0 ? ": " : ", ", contestants->names[i]);
    }
    puts("");
    json_object_foreach (json_object_get(document, "absent"), name, why) {
        printf("Absent: %s (%s)\n", name, json_string_value(why));
    }
}

/* Debian 12 does not package these, so they are measured only if --peer added them under their
 * names. */
static void print_rest(const struct contestants *contestants)
{
    static const char *const others[] = {"snmalloc", "rpmalloc", "mimalloc 3"};
    const char *before = "\nNot measured here: ";
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (!figure_takes_part(contestants, others[i])) {
            printf("%s%s", before, others[i]);
            before = ", ";
        }
    }
    puts(before[0] == ',' ? "; --peer adds an allocator." : "");
}

static void print_means(const struct contestants *contestants, const json_t *document)
{
    static const struct {
        const char *name, *rows, *metric;
    } means[] = {
        {"programs", FIGURE_PROGRAMS, "wall"},
        {"", FIGURE_PROGRAMS, "growth"},
        {"programs, once", FIGURE_PROGRAMS_ONCE, "wall"},
        {"", FIGURE_PROGRAMS_ONCE, "growth"},
        {"distributions", FIGURE_DISTRIBUTIONS, "wall"},
        {"", FIGURE_DISTRIBUTIONS, "growth"},
    };
    puts("\nTime and memory over those of the best peer in each row: geometric means.\n");
    print_names(contestants, 9);
    puts("");
    for (size_t i = 0; i < sizeof means / sizeof *means; i++) {
        printf("%-14s %-9s", means[i].name, i % 2 == 0 ? "time" : "memory");
        for (size_t j = 0; j < contestants->count; j++) {
            double mean =
                figure_mean(document, means[i].rows, contestants->names[j], means[i].metric);
            cell_number(9, mean > 0, mean);
        }
        puts("");
    }
}

void table_print(const json_t *document)
{
    struct contestants contestants = figure_contestants(document);
    print_origin(document, &contestants);
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        print_section(&sections[i], document, &contestants);
    }
    print_means(&contestants, document);
    print_rest(&contestants);
}
