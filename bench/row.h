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

/* Whether instructions are counted as well. */
enum counted { COUNT_NOT, COUNT, COUNT_LONG /* this takes long */ };

struct row {
    const char *name;
    const char *what; /* one operation */
    void (*run)(struct trial *trial);
    enum group group;
    size_t size;           /* of a block, if the row is for one size; or the largest */
    size_t blocks;         /* if the row is for a count of them */
    unsigned threads;      /* running at the same time */
    const char *recording; /* its name, if the row plays one */
    const char *unit;      /* of the times */
    double per;            /* the reciprocal of the unit in ns: 1 for ns, 0.001 for us */
    uint64_t least;        /* a trial takes at least so many ns, */
    size_t iterations;     /* or so many iterations, if memory in use depends on the work done */
    enum counted counted;
    bool calls;  /* system calls are counted as well */
    bool finely; /* in more and shorter rounds, because small differences matter */
    bool rarely; /* in one round, because it rests, and its figures hardly differ */
};

enum { MOST_DISTRIBUTIONS = 8 };

/* Adds a row that plays the recording of a distribution; at most so many. */
void row_add_distribution(const char *name);

size_t row_count(void);
const struct row *row_at(size_t index);
const struct row *row_named(const char *name);

/* The contestants of a group, by index; null past the last. */
const char *row_contestant(enum group group, size_t index);

/* Whether the recording of that name is in a folder. */
bool row_recording_is_there(const char *folder, const char *name);

void row_ping_pong(struct trial *trial);
void row_batch_last_first(struct trial *trial);
void row_batch_first_first(struct trial *trial);
void row_batch_random(struct trial *trial);
void row_miss_in_order(struct trial *trial);
void row_miss_at_random(struct trial *trial);
void row_churn(struct trial *trial);
void row_mix(struct trial *trial);
void row_late(struct trial *trial);
void row_aligned(struct trial *trial);
void row_large(struct trial *trial);
void row_temporary(struct trial *trial);
void row_growing(struct trial *trial);
void row_phases(struct trial *trial);
void row_refused(struct trial *trial);
void row_producer_consumer(struct trial *trial);
void row_larson(struct trial *trial);
void row_threads_that_end(struct trial *trial);
void row_thread_of_sizes(struct trial *trial);
void row_threads(struct trial *trial);
void row_start(struct trial *trial);
void row_holes(struct trial *trial);
void row_freed(struct trial *trial);
void row_copy(struct trial *trial);
void row_set(struct trial *trial);
void row_zero(struct trial *trial);
void row_call(struct trial *trial);
void row_program(struct trial *trial);
void row_distribution(struct trial *trial);
void row_program_in_cpp(struct trial *trial);

#endif
