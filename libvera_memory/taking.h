/* Which idle run, or which part of a new mapping, serves a request.
 *
 * Nothing here locks, allocates or calls the system. What was chosen is in no set until it is
 * handed out or given back, so its sealed parts can be unsealed without the lock. Records must
 * have been reserved before.
 */
#ifndef VERA_TAKING_H
#define VERA_TAKING_H

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

/* Takes a run of `size` bytes at a multiple of `align`, which is at least a page, out of warm
 * ones, or of a warm one and the cold ones beside it. The sum of both is at most PTRDIFF_MAX.
 * False when there is none. */
bool vera_taking_find_warm(struct vera_retained *retained, size_t size, size_t align,
                           struct vera_taking *taking);

/* The same, out of cold ones. */
bool vera_taking_find_cold(struct vera_retained *retained, size_t size, size_t align,
                           struct vera_taking *taking);

/* Whether a large request is better served by a new mapping of twice its size, half of it left
 * sealed, than by a cold run: then most runs have a cold one beside them. */
bool vera_taking_should_spread(const struct vera_retained *retained, size_t room);

/* Takes the same from a new mapping of `mapped` bytes, which is writable or sealed. */
void vera_taking_split(struct vera_retained *retained, void *mapping, size_t mapped,
                       enum vera_run_state state, size_t size, size_t align,
                       struct vera_taking *taking);

/* Hands out the run, and retains what else was taken. No part is sealed. */
void *vera_taking_hand_out(struct vera_retained *retained, const struct vera_taking *taking);

/* Gives back every part; one of size 0 was lost. */
void vera_taking_give_back(struct vera_retained *retained, const struct vera_taking *taking);

#endif
