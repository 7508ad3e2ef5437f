/* The page map: from any address to the record of the slab or large block
 * there.
 *
 * Its grain is 4 KiB, whatever the page size is. A slab is entered for each
 * grain that it covers, and so is a run of check mode; a large block for its first
 * alone, because no other address of it may be given to free.
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
struct vera_checked;

/* What the map says of an address: one of the two, or neither. */
struct vera_map_entry {
    struct vera_slab *slab;
    struct vera_large *large;
};

/* `addr` may be anything, but where vera_map_find_checked finds something. Takes no
 * lock. */
struct vera_map_entry vera_map_find(const void *addr);

/* In check mode: the record of the run or the guarded block that covers `addr`, which
 * may be anything; null if none does, and in `slab` the slab that is there then, or null.
 * Takes no lock. */
struct vera_checked *vera_map_find_checked(const void *addr, struct vera_slab **slab);

/* Makes room for entries at `size` bytes from `addr`. False, with errno set,
 * when there is no memory for it. No lock is held here and in the next two. */
bool vera_map_reserve(const void *addr, size_t size);

/* Gives up what was reserved with the same arguments, and is clear again. */
void vera_map_release(const void *addr, size_t size);

/* Gives the pages of what is not in use back to the system. */
void vera_map_purge(void);

/* Enters a record, or null to clear, at `size` bytes from `addr`, whose room
 * was reserved. */
void vera_map_set_slab(const void *addr, size_t size, struct vera_slab *slab);
void vera_map_set_large(const void *addr, struct vera_large *large);
void vera_map_set_checked(const void *addr, size_t size, struct vera_checked *checked);

void vera_map_each_lock(void (*act)(struct vera_lock *));

#endif
