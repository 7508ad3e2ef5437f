/* One trial of one row: its settings, its clocks and its metrics. Each trial has a process of its
 * own, which prints the metrics as one JSON object.
 *
 * A row prepares, calls trial_set_baseline(), allocates the memory that should count, and then
 * does its work in iterations, as long as trial_again() returns true.
 */
#ifndef BENCH_TRIAL_H
#define BENCH_TRIAL_H

#include "allocator.h"

#include <jansson.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct row;

struct trial {
    const struct row *row;
    const char *contestant;
    const struct allocator *allocator; /* null if the row opens what it measures */
    const char *recordings;            /* their folder */
    size_t iterations;                 /* to do exactly; 0: as the row says */

    json_t *metrics;
    size_t done;        /* iterations */
    size_t operations;  /* in these iterations */
    uint64_t wall, cpu; /* when the clocks started, in ns */
    size_t faults;      /* minor ones, until then */
    size_t resident;    /* the baseline, in bytes */
};

/* Sets a metric. */
void trial_metric(struct trial *trial, const char *name, double value);

/* Memory that becomes resident from here on counts as growth. */
void trial_set_baseline(struct trial *trial);

/* Whether to do another iteration, of `operations` operations. The first call starts the clocks;
 * the call that returns false stops them. */
bool trial_again(struct trial *trial, size_t operations);

/* Bytes resident now, and the peak since trial_set_baseline(). */
size_t trial_resident(void);
size_t trial_peak(void);

uint64_t trial_wall_clock(void);

/* Starts a thread; ends the program if that fails. */
void trial_start_thread(pthread_t *thread, void *(*body)(void *), void *argument);

/* Maps `size` bytes, touched and all 0, without any of the allocators. */
void *trial_map(size_t size);

#endif
