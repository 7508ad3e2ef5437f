/* Large blocks: each has a run of its own, and its exact size and alignment on
 * record.
 */
#ifndef VERA_LARGE_H
#define VERA_LARGE_H

#include "system.h"

#include <stdbool.h>
#include <stddef.h>

/* A block of `size` bytes, above 0, at a multiple of `align`, a power of two.
 * Null when there is no memory. */
void *vera_large_allocate(size_t size, size_t align);

/* Gives a block back. False, after a report of the misuse, when it is not one
 * of exactly that size and alignment; nothing has changed then. */
bool vera_large_free(void *block, size_t size, size_t align);

void vera_large_each_lock(void (*act)(struct vera_lock *));

#endif
