/* Idle runs: what VirtualAlloc gave and nobody uses, with its pages. The records lie outside
 * the runs, where a write into freed memory does not reach them.
 *
 * Nothing here locks, allocates or calls the system.
 */
#ifndef VERA_WINDOWS_RUN_H
#define VERA_WINDOWS_RUN_H

#include <stddef.h>
#include <stdint.h>

struct vera_run {
    void *addr;
    size_t size;    /* bytes */
    uint64_t since; /* when the run became idle, in milliseconds */
    struct vera_run *older, *newer;
    struct vera_run *older_alike, *newer_alike; /* whose sizes have the same hash */
};

#define VERA_RUN_HASHES 64u

struct vera_run_set {
    struct vera_run *oldest, *newest;
    struct vera_run *newest_alike[VERA_RUN_HASHES];
    size_t bytes;
};

/* Adds a run, as the newest. */
void vera_run_add(struct vera_run_set *set, struct vera_run *run);

/* Takes out a run that is in the set. */
void vera_run_remove(struct vera_run_set *set, struct vera_run *run);

/* The newest run of exactly `size` bytes at a multiple of `align`; null when there is none. Not
 * a larger one, because a part of it could not be released. */
struct vera_run *vera_run_find(const struct vera_run_set *set, size_t size, size_t align);

#endif
