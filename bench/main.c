/* vera-bench: measures allocators side by side. */
#include "bars.h"
#include "chart.h"
#include "child.h"
#include "counts.h"
#include "measure.h"
#include "quit.h"
#include "row.h"
#include "table.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "Usage: vera-bench [OPTION]... [ROW]...\n"
    "Measures allocators side by side, each in processes of its own.\n"
    "\n"
    "  --rounds=N            rounds, all allocators in each (5)\n"
    "  --only=NAME           measure this one; again for more\n"
    "  --instructions        count instructions too, with valgrind\n"
    "  --no-times            do nothing else\n"
    "  --counts              print nothing but the library's own instructions\n"
    "  --library=FILE        libvera_memory's file\n"
    "  --traces=FOLDER       of the traces\n"
    "  --peer=NAME=LIBRARY,ALLOCATE,FREE,ALLOCATE_ALIGNED,FREE_ALIGNED[,FORM]\n"
    "                        measure this allocator, too; FORM is how it is told an\n"
    "                        alignment: size-align, align-size, size-log2\n"
    "  --from=FILE           measure nothing, take the figures from FILE\n"
    "  --json=FILE           write the figures to FILE\n"
    "  --charts=FOLDER       draw charts in FOLDER, with gnuplot\n"
    "  --bars                hold the figures against the bars; status 1 if one is\n"
    "                        missed\n"
    "  --list                name the rows\n"
    "  --help                this\n";

enum choice {
    OPTION_ROUNDS = 256,
    OPTION_ONLY,
    OPTION_INSTRUCTIONS,
    OPTION_NO_TIMES,
    OPTION_COUNTS,
    OPTION_LIBRARY,
    OPTION_TRACES,
    OPTION_PEER,
    OPTION_FROM,
    OPTION_JSON,
    OPTION_CHARTS,
    OPTION_BARS,
    OPTION_LIST,
    OPTION_HELP,
    OPTION_BLOCKS, /* these two are what a child is told */
    OPTION_CHILD,
};

static const struct option names[] = {
    {"rounds", required_argument, NULL, OPTION_ROUNDS},
    {"only", required_argument, NULL, OPTION_ONLY},
    {"instructions", no_argument, NULL, OPTION_INSTRUCTIONS},
    {"no-times", no_argument, NULL, OPTION_NO_TIMES},
    {"counts", no_argument, NULL, OPTION_COUNTS},
    {"library", required_argument, NULL, OPTION_LIBRARY},
    {"traces", required_argument, NULL, OPTION_TRACES},
    {"peer", required_argument, NULL, OPTION_PEER},
    {"from", required_argument, NULL, OPTION_FROM},
    {"json", required_argument, NULL, OPTION_JSON},
    {"charts", required_argument, NULL, OPTION_CHARTS},
    {"bars", no_argument, NULL, OPTION_BARS},
    {"list", no_argument, NULL, OPTION_LIST},
    {"help", no_argument, NULL, OPTION_HELP},
    {"blocks", required_argument, NULL, OPTION_BLOCKS},
    {"child", required_argument, NULL, OPTION_CHILD},
    {NULL, 0, NULL, 0},
};

struct settings {
    struct plan plan;
    const char *from, *json, *charts;
    const char *child;
    struct run run;
    bool bars, counts;
};

static size_t number(const char *option, const char *text)
{
    char *end;
    unsigned long value = strtoul(text, &end, 10);
    if (*end != '\0' || value == 0 || value > 1000000) {
        quit("--%s: '%s' is not a number from 1 to 1000000", option, text);
    }
    return value;
}

static void list(void)
{
    for (size_t i = 0; i < row_count(); i++) {
        puts(row_at(i)->name);
    }
}

static void only(struct plan *plan, const char *name)
{
    static const char *contestants[64];
    if (plan->contestant_count == sizeof contestants / sizeof *contestants) {
        quit("--only: '%s' is one too many", name);
    }
    contestants[plan->contestant_count++] = name;
    plan->contestants = contestants;
}

static void take(struct settings *settings, int option, char *value)
{
    switch (option) {
    case OPTION_ROUNDS:
        settings->plan.rounds = number("rounds", value);
        break;
    case OPTION_ONLY:
        only(&settings->plan, value);
        break;
    case OPTION_INSTRUCTIONS:
        settings->plan.instructions = true;
        break;
    case OPTION_NO_TIMES:
        settings->plan.times = false;
        break;
    case OPTION_COUNTS:
        settings->plan.instructions = settings->counts = true;
        settings->plan.times = false;
        only(&settings->plan, ALLOCATOR_VERA);
        only(&settings->plan, ALLOCATOR_NULL);
        break;
    case OPTION_LIBRARY:
        allocator_set_library(value);
        break;
    case OPTION_TRACES:
        settings->run.traces = settings->plan.traces = value;
        break;
    case OPTION_PEER:
        allocator_add(value);
        break;
    case OPTION_FROM:
        settings->from = value;
        break;
    case OPTION_JSON:
        settings->json = value;
        break;
    case OPTION_CHARTS:
        settings->charts = value;
        break;
    case OPTION_BARS:
        settings->bars = true;
        break;
    case OPTION_BLOCKS:
        settings->run.blocks = number("blocks", value);
        break;
    case OPTION_CHILD:
        settings->child = value;
        break;
    case OPTION_LIST:
        list();
        exit(0);
    case OPTION_HELP:
        fputs(usage, stdout);
        exit(0);
    default:
        fputs(usage, stderr);
        exit(2);
    }
}

/* The first error is told; where there is no such row, the others say no more. */
static void check_rows(const struct plan *plan)
{
    for (size_t i = 0; i < plan->row_count; i++) {
        if (row_named(plan->rows[i]) == NULL) {
            quit("there is no row '%s'; --list names them", plan->rows[i]);
        }
    }
}

static bool opens_itself(const struct row *row)
{
    return row->run == row_start || row->field == FIELD_BULK || row->field == FIELD_CALL;
}

/* A child: one run, whose metrics it prints. */
static void run(struct run *run, const struct row *row, const char *contestant)
{
    const char *why = NULL;
    run->row = row;
    run->contestant = contestant;
    run->metrics = json_object();
    if (!opens_itself(row)) {
        run->allocator = allocator_open(allocator_named(contestant), &why);
    }
    if (why != NULL) {
        json_object_set_new(run->metrics, "absent", json_string(why));
    } else {
        row->run(run);
    }
    json_dumpf(run->metrics, stdout, JSON_COMPACT);
    putchar('\n');
}

static json_t *load(const char *file)
{
    json_error_t error;
    json_t *document = json_load_file(file, 0, &error);
    if (document == NULL) {
        quit("%s:%d:%d: %s", file, error.line, error.column, error.text);
    }
    if (json_integer_value(json_object_get(document, "format")) != 1) {
        quit("%s: expected a document with \"format\": 1", file);
    }
    return document;
}

static int report(const struct settings *settings)
{
    json_t *document = settings->from != NULL ? load(settings->from) : measure(&settings->plan);
    if (settings->json != NULL &&
        json_dump_file(document, settings->json, JSON_COMPACT | JSON_REAL_PRECISION(6)) != 0) {
        quit("cannot write %s", settings->json);
    }
    if (settings->counts) {
        counts_print(document);
    } else {
        table_print(document);
    }
    if (settings->charts != NULL) {
        chart_draw(document, settings->charts);
    }
    size_t missed = settings->bars ? bars_print(document) : 0;
    json_decref(document);
    return missed > 0;
}

int main(int count, char **arguments)
{
    struct settings settings = {
        .plan = {.rounds = 5, .times = true, .traces = "."},
        .run = {.traces = "."},
    };
    for (int option; (option = getopt_long(count, arguments, "", names, NULL)) != -1;) {
        take(&settings, option, optarg);
    }
    settings.plan.rows = arguments + optind;
    settings.plan.row_count = (size_t)(count - optind);
    check_rows(&settings.plan);
    if (settings.child != NULL) {
        run(&settings.run, row_named(settings.plan.rows[0]), settings.child);
        return 0;
    }
    child_options(optind - 1, arguments + 1);
    return report(&settings);
}
