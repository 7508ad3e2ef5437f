/* What the primitives have in hand, in two sets of idle runs: warm, with their
 * pages, and cold, with their addresses alone.
 *
 * Nothing here locks, allocates or calls the system; nodes must have been promised
 * where runs are taken.
 */
#ifndef VERA_POSIX_RETAINED_H
#define VERA_POSIX_RETAINED_H

#include "run.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VERA_CHUNK ((size_t)1 << 20) /* one mmap for many runs; a larger request has its own */

struct vera_retained {
    struct vera_run_set warm;
    struct vera_run_set cold;
    size_t in_use; /* bytes handed out */
    size_t peak;   /* the most of that, lately */
};

/* A run of `size` bytes at a multiple of `align`, at least a page, of which every
 * run of `room` bytes has one. Null when a new mapping is better or needed. */
void *vera_retained_take(struct vera_retained *retained, size_t size, size_t align, size_t room);

/* The same from a new mapping of `mapped` bytes. */
void *vera_retained_take_new(struct vera_retained *retained, void *mapping, size_t mapped,
                             size_t size, size_t align);

/* How many bytes of addresses a new mapping for a request of `room` bytes should
 * have, room for others included. */
size_t vera_retained_mapping(const struct vera_retained *retained, size_t room);

/* Takes a run back that was handed out, without filing it. */
struct vera_run *vera_retained_return(struct vera_retained *retained, void *addr, size_t size,
                                      uint64_t since);

/* Adds the cold runs on both sides of a run that is in no set to it. */
void vera_retained_widen(struct vera_retained *retained, struct vera_run *run);

/* File a run that is in no set. */
void vera_retained_warm(struct vera_retained *retained, struct vera_run *run);
void vera_retained_cold(struct vera_retained *retained, struct vera_run *run);

/* Whether to keep a run that came back warm: not one that is so large that nearly
 * all else would have to go for it. */
bool vera_retained_keeps(const struct vera_retained *retained, const struct vera_run *run);

/* Whether more is warm, or cold, than should be. */
bool vera_retained_is_surplus(const struct vera_retained *retained);

/* Takes out a warm run that is to go to the system, the oldest first: because there
 * is too much, or it has been idle for `age` milliseconds as of `now`. Null when
 * none is to go. */
struct vera_run *vera_retained_next_warm(struct vera_retained *retained, uint64_t now,
                                         uint64_t age);

/* Takes out the largest cold run; null if that is not surplus, unless `all`. */
struct vera_run *vera_retained_next_cold(struct vera_retained *retained, bool all);

/* Has what was in use at most count half as much above what is in use now. */
void vera_retained_forget(struct vera_retained *retained);

#endif
