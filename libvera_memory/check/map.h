/* The map of check mode: from any address to the place there, a record or a group of slots. Its
 * grain is 4 KiB at any page size, and a place has an entry for each grain that it
 * covers.
 */
#ifndef VERA_CHECK_MAP_H
#define VERA_CHECK_MAP_H

#include "system.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VERA_CHECK_GRAIN_BITS 12u
#define VERA_CHECK_GRAIN ((uintptr_t)1 << VERA_CHECK_GRAIN_BITS)

struct vera_check_record;
struct vera_group;

/* One of the two, or neither. */
struct vera_check_entry {
    struct vera_check_record *record;
    struct vera_group *group;
};

/* What is at `addr`, which may be anything. Takes no lock. An entry is never seen at another
 * address than its own. */
struct vera_check_entry vera_check_map_find(const void *addr);

/* Bytes from `addr`, where nothing was found, to where the next entry may be; SIZE_MAX if there can
 * be none. Takes no lock. */
size_t vera_check_map_gap(const void *addr);

/* Makes room for entries for `size` bytes, above 0, from `addr`. False when there is no memory
 * for that, or the map does not reach so far. No lock is held. */
bool vera_check_map_reserve(const void *addr, size_t size);

/* Enter a place, or null to clear, for `size` bytes from `addr`. The room was reserved, once and
 * for all. */
void vera_check_map_set_record(const void *addr, size_t size, struct vera_check_record *record);
void vera_check_map_set_group(const void *addr, size_t size, struct vera_group *group);

#endif
