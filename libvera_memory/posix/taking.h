/* Which idle run, or which part of a new mapping, serves a request.
 *
 * Nothing here locks, allocates or calls the system. What was chosen is in no set until it is
 * handed out or given back, so its sealed parts can be unsealed without the lock. Records must
 * have been reserved before.
 */
#ifndef VERA_POSIX_TAKING_H
#define VERA_POSIX_TAKING_H

#include "retained.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vera_part {
    uintptr_t addr;
    size_t size;
    enum vera_run_state state;
};

#define VERA_TAKING_PARTS 3u

/* What a request for the run of `size` bytes at `addr` takes: consecutive parts, which may end
 * after that run. */
struct vera_taking {
    uintptr_t addr;
    size_t size;
    unsigned count;
    struct vera_part parts[VERA_TAKING_PARTS];
};

/* Takes a run of `size` bytes at a multiple of `align`, which is at least a page, out of what is
 * idle. Every run of `room` bytes holds such a run. False when a new mapping is better or
 * needed. */
bool vera_taking_find(struct vera_retained *retained, size_t size, size_t align, size_t room,
                      struct vera_taking *taking);

/* The size of a new mapping for a request of `room` bytes, which may have room for others. */
size_t vera_taking_mapping(const struct vera_retained *retained, size_t room);

/* Takes the same from a new mapping of `mapped` bytes, which is writable or sealed. */
void vera_taking_split(struct vera_retained *retained, void *mapping, size_t mapped,
                       enum vera_run_state state, size_t size, size_t align,
                       struct vera_taking *taking);

/* Hands out the run, and retains what else was taken. No part is sealed. */
void *vera_taking_hand_out(struct vera_retained *retained, const struct vera_taking *taking);

/* Gives back every part. */
void vera_taking_give_back(struct vera_retained *retained, const struct vera_taking *taking);

#endif
