/* The rows of the benchmark.
 */
#ifndef BENCH_ROW_H
#define BENCH_ROW_H

#include "run.h"

/* Who takes part in a row. */
enum field {
    FIELD_ALLOCATORS, /* every allocator that can be opened */
    FIELD_REAL,       /* the same without the null one */
    FIELD_BULK,       /* libvera_memory and libc */
    FIELD_CALL,       /* ways to call a function */
};

struct row {
    const char *name;
    const char *what; /* one operation */
    void (*run)(struct run *run);
    enum field field;
    size_t size;       /* of a block, where a row is for one size */
    unsigned threads;  /* that run at once */
    const char *trace; /* the name of a recorded program */
    const char *unit;  /* of the times */
    double per;        /* the unit, in ns, inverted: 1 for ns, 0.001 for us */
    uint64_t least;    /* a run takes so many ns, */
    size_t blocks;     /* or so many blocks where what is live goes with the work done */
    bool counted;      /* its instructions are counted, too */
    bool finely;       /* in more and shorter rounds: small differences count */
};

size_t row_count(void);
const struct row *row_at(size_t index);
const struct row *row_named(const char *name);

/* The contestants of a field, by index; null past the last. */
const char *row_contestant(enum field field, size_t index);

/* Whether the trace of that name was recorded in a folder. */
bool row_trace_is_there(const char *folder, const char *name);

void row_ping_pong(struct run *run);
void row_batch_last_first(struct run *run);
void row_batch_first_first(struct run *run);
void row_batch_random(struct run *run);
void row_churn(struct run *run);
void row_aligned(struct run *run);
void row_large(struct run *run);
void row_handover(struct run *run);
void row_larson(struct run *run);
void row_lifetimes(struct run *run);
void row_crowd(struct run *run);
void row_start(struct run *run);
void row_copy(struct run *run);
void row_set(struct run *run);
void row_zero(struct run *run);
void row_call(struct run *run);
void row_trace(struct run *run);
void row_program(struct run *run);

#endif
