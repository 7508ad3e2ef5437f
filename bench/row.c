/* The table of rows: one line per row. */
#include "row.h"

#include "die.h"

#include <stdio.h>
#include <string.h>

#define NS .unit = "ns", .per = 1
#define US .unit = "us", .per = 1e-3
#define MS(n) .least = (n)*UINT64_C(1000000)

#define PING_PONG(title, bytes)                                                                    \
    {                                                                                              \
        "ping-pong " title, "allocate and free", row_ping_pong,                                    \
            .size = (bytes), NS, MS(100), .counted = (bytes) <= 65536 ? COUNT : COUNT_NOT          \
    }
#define BATCH(order, function)                                                                     \
    {                                                                                              \
        "batch, " order, "allocate and free", function, NS, MS(30), .finely = true,                \
                                                                    .counted = COUNT               \
    }
/* A program is played again and again, and once from the start of the process. */
#define PROGRAM(name)                                                                              \
    {"program " name, "allocate and free",   row_program,  .recording = name, NS,                  \
     MS(200),         .counted = COUNT_LONG, .calls = true},                                       \
    {                                                                                              \
        "program " name ", once", "allocate and free", row_program, .recording = name, NS,         \
                                                                    .iterations = 1                \
    }
#define MISS(title, bytes)                                                                         \
    {"miss " title ", in order",                                                                   \
     "allocate and free",                                                                          \
     row_miss_in_order,                                                                            \
     .size = (bytes),                                                                              \
     NS,                                                                                           \
     MS(100),                                                                                      \
     .counted = COUNT},                                                                            \
    {                                                                                              \
        "miss " title ", at random", "allocate and free", row_miss_at_random,                      \
            .size = (bytes), NS, MS(100), .counted = COUNT                                         \
    }
#define TEMPORARY(title, mib)                                                                      \
    {"temporary " title,                                                                           \
     "allocate and free",                                                                          \
     row_temporary,                                                                                \
     GROUP_REAL,                                                                                   \
     .size = (size_t)(mib) << 20,                                                                  \
     .blocks = 1,                                                                                  \
     US,                                                                                           \
     MS(100),                                                                                      \
     .calls = true},                                                                               \
    {                                                                                              \
        "two temporaries " title, "allocate and free", row_temporary, GROUP_REAL,                  \
            .size = (size_t)(mib) << 20, .blocks = 2, US, MS(100), .calls = true                   \
    }
#define MIX(title, bytes)                                                                          \
    {                                                                                              \
        "mix to " title, "replacement", row_mix, .size = (bytes), NS, MS(100), .counted = COUNT    \
    }
#define BULK(title, bytes)                                                                         \
    {"copy " title, "call", row_copy, GROUP_BULK, .size = (bytes), NS, MS(15), .finely = true},    \
        {"set " title, "call", row_set, GROUP_BULK, .size = (bytes), NS, MS(15), .finely = true},  \
    {                                                                                              \
        "zero " title, "call", row_zero, GROUP_BULK, .size = (bytes), NS, MS(15), .finely = true   \
    }

static const struct row rows[] = {
    PROGRAM("cc1"),
    PROGRAM("cc1plus"),
    PROGRAM("freeciv"),
    PROGRAM("gawk"),
    PROGRAM("git"),
    PROGRAM("jq"),
    PROGRAM("ld"),
    PROGRAM("lua"),
    PROGRAM("magick"),
    PROGRAM("mutool"),
    PROGRAM("perl"),
    PROGRAM("python3"),
    PROGRAM("redis"),
    PROGRAM("sqlite3"),
    PROGRAM("vim"),
    PROGRAM("z3"),
    {"program in C++", "word", row_program_in_cpp, GROUP_REAL, NS, MS(200)},
    PING_PONG("16", 16),
    PING_PONG("64", 64),
    PING_PONG("256", 256),
    PING_PONG("1 Ki", 1 << 10),
    PING_PONG("8 Ki", 8 << 10),
    PING_PONG("64 Ki", 64 << 10),
    PING_PONG("1 Mi", 1 << 20),
    BATCH("last first", row_batch_last_first),
    BATCH("first first", row_batch_first_first),
    BATCH("random order", row_batch_random),
    MISS("64", 64),
    MISS("512", 512),
    {"churn", "replacement", row_churn, NS, .iterations = 200, .counted = COUNT},
    MIX("4 Ki", 4 << 10),
    MIX("16 Ki", 16 << 10),
    MIX("64 Ki", 64 << 10),
    {"late size", "allocate and free", row_late, .size = 4 << 10, NS, MS(30), .counted = COUNT},
    {"aligned", "replacement", row_aligned, NS, MS(30), .finely = true, .counted = COUNT},
    {"large", "replacement", row_large, US, .iterations = 128, .calls = true},
    TEMPORARY("1 Mi", 1),
    TEMPORARY("4 Mi", 4),
    TEMPORARY("16 Mi", 16),
    TEMPORARY("64 Mi", 64),
    {"growing to 16 Mi", "buffer", row_growing, GROUP_REAL, .size = 16 << 20, US, MS(100),
     .calls = true},
    {"phases of one size", "100 MiB", row_phases, .size = 4 << 10, US, MS(500), .calls = true},
    {"phases of new sizes", "100 MiB", row_phases, US, MS(500), .calls = true},
    {"refused", "request", row_refused, GROUP_REAL, .size = (size_t)1 << 46, US, MS(100)},
    {"producer and consumer", "block", row_producer_consumer, .threads = 2, NS, MS(300)},
    {"larson", "replacement", row_larson, .threads = 2, NS, MS(300)},
    {"threads that end", "thread of 1,000 pairs", row_threads_that_end, US, MS(200)},
    {"thread of one block", "thread", row_thread_of_sizes, .blocks = 1, US, MS(100),
     .counted = COUNT},
    {"thread of 20 sizes", "thread", row_thread_of_sizes, .blocks = 20, US, MS(100),
     .counted = COUNT},
    {"2 threads", "replacement", row_threads, .threads = 2, NS, MS(200)},
    {"64 threads", "replacement", row_threads, .threads = 64, NS, MS(200)},
    {"start", "dlopen", row_start, GROUP_REAL, US},
    {"holes", "rest", row_holes, GROUP_REAL, NS, .rarely = true},
    {"freed 1 Gi", "rest", row_freed, GROUP_REAL, .size = 4 << 10, NS, .rarely = true},
    BULK("1", 1),
    BULK("16", 16),
    BULK("64", 64),
    BULK("256", 256),
    BULK("1 Ki", 1 << 10),
    BULK("16 Ki", 16 << 10),
    BULK("256 Ki", 256 << 10),
    BULK("4 Mi", 4 << 20),
    BULK("64 Mi", 64 << 20),
    {"call", "allocate and free", row_call, GROUP_CALL, NS, MS(15), .finely = true},
};

static struct row distributions[MOST_DISTRIBUTIONS];
static size_t distribution_count;

enum { FIXED = sizeof rows / sizeof *rows };

void row_add_distribution(const char *name)
{
    char *title;
    if (asprintf(&title, "distribution %s", name) < 0) {
        die("no memory for the harness");
    }
    distributions[distribution_count++] =
        (struct row){title, "allocate and free", row_distribution, .recording = name,
                     NS,    .iterations = 8,     .calls = true};
}

size_t row_count(void)
{
    return FIXED + distribution_count;
}

const struct row *row_at(size_t index)
{
    return index < distribution_count ? &distributions[index] : &rows[index - distribution_count];
}

const struct row *row_named(const char *name)
{
    for (size_t i = 0; i < row_count(); i++) {
        if (strcmp(row_at(i)->name, name) == 0) {
            return row_at(i);
        }
    }
    return NULL;
}

const char *row_contestant(enum group group, size_t index)
{
    static const char *const bulk[] = {ALLOCATOR_VERA, "libc", NULL};
    static const char *const calls[] = {"direct", "ffi_call", "raw", "checked", NULL};
    switch (group) {
    case GROUP_BULK:
        return bulk[index];
    case GROUP_CALL:
        return calls[index];
    default:
        return index < allocator_count() ? allocator_source(index)->name : NULL;
    }
}
