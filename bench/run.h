/* One run of one row: what it is given, and its clocks. Each run has a process
 * of its own, which prints what was measured as one JSON object.
 *
 * A row prepares, calls run_settled(), takes what memory it wants to be counted,
 * and then does its work in blocks, as long as run_again() says so.
 */
#ifndef BENCH_RUN_H
#define BENCH_RUN_H

#include "allocator.h"

#include <jansson.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct row;

struct run {
    const struct row *row;
    const char *contestant;
    const struct allocator *allocator; /* null in rows that measure something else */
    const char *traces;                /* the folder of the recorded traces */
    size_t blocks;                     /* to do exactly so many; 0: as time has it */

    json_t *metrics;
    size_t done;        /* blocks */
    size_t operations;  /* in them */
    uint64_t wall, cpu; /* when the clocks were started, in ns */
    size_t resident;    /* when memory began to count, in bytes */
};

/* Names a metric, which is a number. */
void run_metric(struct run *run, const char *name, double value);

/* From here on, memory counts. */
void run_settled(struct run *run);

/* Whether to do another block, of `operations` operations. The first call starts
 * the clocks; the one that returns false has stopped them. */
bool run_again(struct run *run, size_t operations);

/* Bytes resident now, and the most since run_settled(). */
size_t run_resident(void);
size_t run_peak(void);

uint64_t run_wall_clock(void);

/* A thread that is counted on to start. */
void run_thread(pthread_t *thread, void *(*body)(void *), void *argument);

/* `size` bytes outside every allocator, touched, all 0. */
void *run_space(size_t size);

#endif
