/* The rows of the benchmark.
 */
#ifndef BENCH_ROW_H
#define BENCH_ROW_H

#include "trial.h"

/* The contestants of a row. */
enum group {
    GROUP_ALLOCATORS, /* every allocator that can be opened */
    GROUP_REAL,       /* the same without the null allocator */
    GROUP_BULK,       /* libvera_memory and libc */
    GROUP_CALL,       /* ways to call a function */
};

struct row {
    const char *name;
    const char *what; /* one operation */
    void (*run)(struct trial *trial);
    enum group group;
    size_t size;       /* of a block, if the row is for one size */
    unsigned threads;  /* running at the same time */
    const char *trace; /* the name of a recorded program */
    const char *unit;  /* of the times */
    double per;        /* the reciprocal of the unit in ns: 1 for ns, 0.001 for us */
    uint64_t least;    /* a trial takes at least so many ns, */
    size_t iterations; /* or so many iterations, if memory in use depends on the work done */
    bool counted;      /* its instructions are counted as well */
    bool finely;       /* in more and shorter rounds, because small differences matter */
};

size_t row_count(void);
const struct row *row_at(size_t index);
const struct row *row_named(const char *name);

/* The contestants of a group, by index; null past the last. */
const char *row_contestant(enum group group, size_t index);

/* Whether the trace of that name is in a folder. */
bool row_trace_is_there(const char *folder, const char *name);

void row_ping_pong(struct trial *trial);
void row_batch_last_first(struct trial *trial);
void row_batch_first_first(struct trial *trial);
void row_batch_random(struct trial *trial);
void row_churn(struct trial *trial);
void row_aligned(struct trial *trial);
void row_large(struct trial *trial);
void row_producer_consumer(struct trial *trial);
void row_larson(struct trial *trial);
void row_threads_that_end(struct trial *trial);
void row_threads(struct trial *trial);
void row_start(struct trial *trial);
void row_copy(struct trial *trial);
void row_set(struct trial *trial);
void row_zero(struct trial *trial);
void row_call(struct trial *trial);
void row_trace(struct trial *trial);
void row_program_in_cpp(struct trial *trial);

#endif
