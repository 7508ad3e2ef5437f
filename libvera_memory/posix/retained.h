/* What the primitives retain: two sets of idle runs, warm ones, with pages, and cold ones,
 * with addresses only.
 *
 * Nothing here locks, allocates or calls the system. Records must have been reserved before a
 * run is taken.
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
    size_t peak;   /* the most of that, lately; see vera_retained_decay */
};

/* A run of `size` bytes at a multiple of `align`, which is at least a page. Every run of `room`
 * bytes holds such a run. Null when a new mapping is better or needed. */
void *vera_retained_take(struct vera_retained *retained, size_t size, size_t align, size_t room);

/* The same, from a new mapping of `mapped` bytes. */
void *vera_retained_take_new(struct vera_retained *retained, void *mapping, size_t mapped,
                             size_t size, size_t align);

/* The size of a new mapping for a request of `room` bytes, which may have room for others. */
size_t vera_retained_mapping(const struct vera_retained *retained, size_t room);

/* Takes back a run that was handed out, with the record that was reserved for it. It is in no
 * set then. */
struct vera_run *vera_retained_take_back(struct vera_retained *retained, void *addr, size_t size,
                                         uint64_t since);

/* Joins a run that is in no set with the cold runs on both sides of it. */
void vera_retained_join_cold(struct vera_retained *retained, struct vera_run *run);

/* Add a run that is in no set. */
void vera_retained_add_warm(struct vera_retained *retained, struct vera_run *run);
void vera_retained_add_cold(struct vera_retained *retained, struct vera_run *run);

/* Whether a run that came back may stay warm: not one so large that nearly all others would
 * have to be purged for it. */
bool vera_retained_may_retain(const struct vera_retained *retained, const struct vera_run *run);

/* Whether more is warm, or cold, than may be. */
bool vera_retained_is_surplus(const struct vera_retained *retained);

/* Takes out the oldest warm run, to be purged, if there is a surplus or it has been idle for
 * `age` milliseconds, as of `now`; otherwise null. */
struct vera_run *vera_retained_next_to_purge(struct vera_retained *retained, uint64_t now,
                                             uint64_t age);

/* Takes out the largest cold run, to be released, if there is a surplus or `all` is set;
 * otherwise null. */
struct vera_run *vera_retained_next_to_release(struct vera_retained *retained, bool all);

/* Halves the distance of the peak from the bytes in use. */
void vera_retained_decay(struct vera_retained *retained);

#endif
