/* vera-bench: measures allocators side by side. */
#include "bars.h"
#include "chart.h"
#include "child.h"
#include "counts.h"
#include "die.h"
#include "distribution.h"
#include "measure.h"
#include "recording.h"
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
    "  --rounds=N            measure every allocator in each of N rounds (5)\n"
    "  --only=NAME           measure only this allocator; repeat it for more\n"
    "  --instructions[=all]  also count instructions, with valgrind; or all that can be\n"
    "                        counted, which takes long, and system calls, with strace\n"
    "  --no-times            do not measure times and memory\n"
    "  --counts              print only the instructions of the library itself\n"
    "  --complete            exit with status 2 rather than leave out a row or an\n"
    "                        allocator\n"
    "  --library=FILE        the file of libvera_memory\n"
    "  --recordings=FOLDER   the folder of recordings (.)\n"
    "  --distribution=FILE   also play this distribution: lines of a size, a rate of\n"
    "                        allocations and a number of live blocks\n"
    "  --peer=NAME=LIBRARY,ALLOCATE,FREE,ALLOCATE_ALIGNED,FREE_ALIGNED[,FORM]\n"
    "                        also measure this allocator; FORM is how it takes an\n"
    "                        alignment: size-align (default), align-size, size-log2\n"
    "  --from=FILE           measure nothing, and read the figures from FILE\n"
    "  --json=FILE           write the figures to FILE\n"
    "  --charts=FOLDER       draw charts in FOLDER, with gnuplot\n"
    "  --bars                compare the figures with the bars; exit with status 1 if\n"
    "                        one is missed\n"
    "  --print=FILE          print the steps of a recording: number, size and alignment of\n"
    "                        a block, or only its number when it is freed\n"
    "  --list                list the rows\n"
    "  --help                print this\n";

enum choice {
    OPTION_ROUNDS = 256,
    OPTION_ONLY,
    OPTION_INSTRUCTIONS,
    OPTION_NO_TIMES,
    OPTION_COUNTS,
    OPTION_COMPLETE,
    OPTION_LIBRARY,
    OPTION_RECORDINGS,
    OPTION_DISTRIBUTION,
    OPTION_PRINT,
    OPTION_PEER,
    OPTION_FROM,
    OPTION_JSON,
    OPTION_CHARTS,
    OPTION_BARS,
    OPTION_LIST,
    OPTION_HELP,
    OPTION_ITERATIONS, /* this one and the next are for a child */
    OPTION_CHILD,
};

static const struct option names[] = {
    {"rounds", required_argument, NULL, OPTION_ROUNDS},
    {"only", required_argument, NULL, OPTION_ONLY},
    {"instructions", optional_argument, NULL, OPTION_INSTRUCTIONS},
    {"no-times", no_argument, NULL, OPTION_NO_TIMES},
    {"counts", no_argument, NULL, OPTION_COUNTS},
    {"complete", no_argument, NULL, OPTION_COMPLETE},
    {"library", required_argument, NULL, OPTION_LIBRARY},
    {"recordings", required_argument, NULL, OPTION_RECORDINGS},
    {"distribution", required_argument, NULL, OPTION_DISTRIBUTION},
    {"print", required_argument, NULL, OPTION_PRINT},
    {"peer", required_argument, NULL, OPTION_PEER},
    {"from", required_argument, NULL, OPTION_FROM},
    {"json", required_argument, NULL, OPTION_JSON},
    {"charts", required_argument, NULL, OPTION_CHARTS},
    {"bars", no_argument, NULL, OPTION_BARS},
    {"list", no_argument, NULL, OPTION_LIST},
    {"help", no_argument, NULL, OPTION_HELP},
    {"iterations", required_argument, NULL, OPTION_ITERATIONS},
    {"child", required_argument, NULL, OPTION_CHILD},
    {NULL, 0, NULL, 0},
};

struct settings {
    struct plan plan;
    const char *from, *json, *charts;
    const char *child;
    struct trial trial;
    const char *distributions[MOST_DISTRIBUTIONS];
    size_t distribution_count;
    bool bars, counts;
};

static size_t number(const char *option, const char *text)
{
    char *end;
    unsigned long value = strtoul(text, &end, 10);
    if (*end != '\0' || value == 0 || value > 1000000) {
        die("--%s: '%s' is not a number from 1 to 1000000", option, text);
    }
    return value;
}

static enum instructions how_many(const char *value)
{
    if (value != NULL && strcmp(value, "all") != 0) {
        die("--instructions: expected nothing or 'all', not '%s'", value);
    }
    return value != NULL ? INSTRUCTIONS_ALL : INSTRUCTIONS_FEW;
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
        die("--only: '%s' is one too many", name);
    }
    contestants[plan->contestant_count++] = name;
    plan->contestants = contestants;
}

static void add_distribution(struct settings *settings, const char *file)
{
    if (settings->distribution_count == MOST_DISTRIBUTIONS) {
        die("--distribution: '%s' is one too many; the limit is %d", file, MOST_DISTRIBUTIONS);
    }
    settings->distributions[settings->distribution_count++] = file;
    row_add_distribution(distribution_name(file));
}

/* A child finds the recordings. */
static void record_distributions(const struct settings *settings)
{
    for (size_t i = 0; i < settings->distribution_count; i++) {
        const char *file = settings->distributions[i];
        char *name = distribution_name(file);
        distribution_record(file, recording_path(settings->plan.recordings, name));
        free(name);
    }
}

static void set(struct settings *settings, int option, char *value)
{
    switch (option) {
    case OPTION_ROUNDS:
        settings->plan.rounds = number("rounds", value);
        break;
    case OPTION_ONLY:
        only(&settings->plan, value);
        break;
    case OPTION_INSTRUCTIONS:
        settings->plan.instructions = how_many(value);
        break;
    case OPTION_NO_TIMES:
        settings->plan.times = false;
        break;
    case OPTION_COUNTS:
        settings->plan.instructions = INSTRUCTIONS_FEW;
        settings->counts = true;
        settings->plan.times = false;
        only(&settings->plan, ALLOCATOR_VERA);
        only(&settings->plan, ALLOCATOR_NULL);
        break;
    case OPTION_COMPLETE:
        settings->plan.complete = true;
        break;
    case OPTION_LIBRARY:
        allocator_set_library(value);
        break;
    case OPTION_RECORDINGS:
        settings->trial.recordings = settings->plan.recordings = value;
        break;
    case OPTION_DISTRIBUTION:
        add_distribution(settings, value);
        break;
    case OPTION_PRINT:
        recording_print(value);
        exit(0);
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
    case OPTION_ITERATIONS:
        settings->trial.iterations = number("iterations", value);
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

static void check_rows(const struct plan *plan)
{
    for (size_t i = 0; i < plan->row_count; i++) {
        if (row_named(plan->rows[i]) == NULL) {
            die("there is no row '%s'; --list names them", plan->rows[i]);
        }
    }
}

static bool opens_itself(const struct row *row)
{
    return row->run == row_start || row->group == GROUP_BULK || row->group == GROUP_CALL;
}

/* What a child does: runs one trial and prints its metrics. */
static void run_trial(struct trial *trial, const struct row *row, const char *contestant)
{
    const char *why = NULL;
    trial->row = row;
    trial->contestant = contestant;
    trial->metrics = json_object();
    if (!opens_itself(row)) {
        trial->allocator = allocator_open(allocator_named(contestant), &why);
    }
    if (why != NULL) {
        json_object_set_new(trial->metrics, "absent", json_string(why));
    } else {
        row->run(trial);
    }
    json_dumpf(trial->metrics, stdout, JSON_COMPACT);
    putchar('\n');
}

static json_t *load(const char *file)
{
    json_error_t error;
    json_t *document = json_load_file(file, 0, &error);
    if (document == NULL) {
        die("%s:%d:%d: %s", file, error.line, error.column, error.text);
    }
    if (json_integer_value(json_object_get(document, "format")) != 1) {
        die("%s: expected a document with \"format\": 1", file);
    }
    return document;
}

static int report(const struct settings *settings)
{
    json_t *document = settings->from != NULL ? load(settings->from) : measure(&settings->plan);
    if (settings->json != NULL &&
        json_dump_file(document, settings->json, JSON_COMPACT | JSON_REAL_PRECISION(6)) != 0) {
        die("cannot write %s", settings->json);
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
        .plan = {.rounds = 5, .times = true, .recordings = "."},
        .trial = {.recordings = "."},
    };
    for (int option; (option = getopt_long(count, arguments, "", names, NULL)) != -1;) {
        set(&settings, option, optarg);
    }
    settings.plan.rows = arguments + optind;
    settings.plan.row_count = (size_t)(count - optind);
    check_rows(&settings.plan);
    if (settings.child != NULL) {
        run_trial(&settings.trial, row_named(settings.plan.rows[0]), settings.child);
        /* What allocators do when a program ends is no part of the operations. */
        fflush(NULL);
        _Exit(EXIT_SUCCESS);
    }
    child_options(optind - 1, arguments + 1);
    record_distributions(&settings);
    return report(&settings);
}
