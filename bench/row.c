/* The table of rows: one line per row. */
#include "row.h"

#include <string.h>

#define NS .unit = "ns", .per = 1
#define US .unit = "us", .per = 1e-3
#define MS(n) .least = (n)*UINT64_C(1000000)

#define PING_PONG(title, bytes)                                                                    \
    {                                                                                              \
        "ping-pong " title, "allocate and free", row_ping_pong, .size = (bytes), NS, MS(100),      \
                                                                .counted = (bytes) <= 65536        \
    }
#define BATCH(order, function)                                                                     \
    {                                                                                              \
        "batch, " order, "allocate and free", function, NS, MS(30), .finely = true,                \
                                                                    .counted = true                \
    }
#define TRACE(program)                                                                             \
    {                                                                                              \
        "trace of " program, "allocate and free", row_trace, GROUP_REAL, .trace = program, NS,     \
                                                                         MS(200)                   \
    }
#define BULK(title, bytes)                                                                         \
    {"copy " title, "call", row_copy, GROUP_BULK, .size = (bytes), NS, MS(15), .finely = true},    \
        {"set " title, "call", row_set, GROUP_BULK, .size = (bytes), NS, MS(15), .finely = true},  \
    {                                                                                              \
        "zero " title, "call", row_zero, GROUP_BULK, .size = (bytes), NS, MS(15), .finely = true   \
    }

static const struct row rows[] = {
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
    {"churn", "replacement", row_churn, NS, .iterations = 200, .counted = true},
    {"aligned", "replacement", row_aligned, NS, MS(30), .finely = true, .counted = true},
    {"large", "replacement", row_large, US, .iterations = 128},
    {"producer and consumer", "block", row_producer_consumer, .threads = 2, NS, MS(300)},
    {"larson", "replacement", row_larson, .threads = 2, NS, MS(300)},
    {"threads that end", "thread of 1,000 pairs", row_threads_that_end, US, MS(200)},
    {"2 threads", "replacement", row_threads, .threads = 2, NS, MS(200)},
    {"64 threads", "replacement", row_threads, .threads = 64, NS, MS(200)},
    TRACE("cc1"),
    TRACE("python3"),
    TRACE("sqlite3"),
    {"program in C++", "word", row_program_in_cpp, GROUP_REAL, NS, MS(200)},
    {"start", "dlopen", row_start, GROUP_REAL, US},
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

size_t row_count(void)
{
    return sizeof rows / sizeof *rows;
}

const struct row *row_at(size_t index)
{
    return &rows[index];
}

const struct row *row_named(const char *name)
{
    for (size_t i = 0; i < row_count(); i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return &rows[i];
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
