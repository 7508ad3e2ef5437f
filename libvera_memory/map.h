/* The page map: from any address to the record of the slab or large block there.
 *
 * Its grain is 4 KiB, whatever the page size is. A slab has an entry for each grain that it
 * covers. A large block has one, for its first grain, because no other address of it may be
 * freed.
 */
#ifndef VERA_MAP_H
#define VERA_MAP_H

#include "system.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VERA_MAP_GRAIN_BITS 12u
#define VERA_MAP_GRAIN ((uintptr_t)1 << VERA_MAP_GRAIN_BITS)

struct vera_slab;
struct vera_large;

/* What the map says of an address: one of the two, or neither. */
struct vera_map_entry {
    struct vera_slab *slab;
    struct vera_large *large;
};

/* `addr` may be anything. Takes no lock. */
struct vera_map_entry vera_map_find(const void *addr);

/* Makes room for entries for `size` bytes from `addr`. False when there is no memory for that,
 * or the map does not reach so far. No lock is held here and in the next two. */
bool vera_map_reserve(const void *addr, size_t size);

/* Undoes a reservation with the same arguments, whose entries are all clear. */
void vera_map_unreserve(const void *addr, size_t size);

/* Enter a record, or null to clear, for `size` bytes from `addr`, or for one grain. The room
 * was reserved. */
void vera_map_set_slab(const void *addr, size_t size, struct vera_slab *slab);
void vera_map_set_large(const void *addr, struct vera_large *large);

#endif
