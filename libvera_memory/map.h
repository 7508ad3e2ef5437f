/* The page map: from any address to the record of the slab or large block there.
 *
 * Its grain is 4 KiB, whatever the page size is. A slab has an entry for each grain that it
 * covers. A large block has one, for its first grain, because no other address of it may be
 * freed.
 */
#ifndef VERA_MAP_H
#define VERA_MAP_H

#include "system.h"

#include <stdatomic.h>
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

/* An entry is one word: 0, or a record and what it is, a class plus 1 or VERA_MAP_LARGE. So one
 * compare, of a byte, tells whether a block is of a class. Where a pointer has 32 bits, it has none
 * to spare but the low ones, and so records start on lines of 128 bytes there. */
#define VERA_MAP_TAG_BITS (sizeof(void *) > 4 ? 8u : 7u)
#define VERA_MAP_TAGS ((uintptr_t)1 << VERA_MAP_TAG_BITS)
#define VERA_MAP_LARGE (VERA_MAP_TAGS - 1)
#define VERA_MAP_SHIFT (sizeof(void *) > 4 ? VERA_MAP_TAG_BITS : 0)

static inline uint8_t vera_map_tag(uintptr_t entry)
{
    return (uint8_t)(entry & (VERA_MAP_TAGS - 1));
}

static inline void *vera_map_record(uintptr_t entry)
{
    return (void *)(VERA_MAP_SHIFT > 0 ? entry >> VERA_MAP_SHIFT : entry & ~(VERA_MAP_TAGS - 1));
}

/* In an address space of 4 GiB, leaves for 16 MiB would be mostly empty. */
#define VERA_MAP_LEAF_BITS (sizeof(void *) > 4 ? 12u : 8u)
#define VERA_MAP_LEAF ((size_t)1 << VERA_MAP_LEAF_BITS)

struct vera_map_leaf {
    _Atomic(uintptr_t) entries[VERA_MAP_LEAF];
};

/* The leaf that an address in the last look-up had: blocks that are freed one after the other often
 * have the same. */
struct vera_map_near {
    uintptr_t number; /* of the leaf, in the address space */
    const struct vera_map_leaf *leaf;
};
#define VERA_MAP_NOWHERE ((struct vera_map_near){UINTPTR_MAX, NULL})

/* Where an address has its leaf; VERA_MAP_NOWHERE if it has none. */
struct vera_map_near vera_map_go(const void *addr);

/* The record of the slab of that class at an address, which may be anything; null if there is none.
 * The caller holds the class's lock, under which entries of that class are set. So the slab is not
 * closed meanwhile, and its leaf stays where it is. An address where there is none may still be
 * looked up in a leaf that serves elsewhere now, and so find another record: the caller must
 * compare the addresses. */
static inline struct vera_slab *vera_map_find_slab(struct vera_map_near *near, const void *addr,
                                                   unsigned class)
{
    uintptr_t grain = (uintptr_t)addr >> VERA_MAP_GRAIN_BITS;
    if (__builtin_expect(grain >> VERA_MAP_LEAF_BITS != near->number, 0)) {
        *near = vera_map_go(addr);
        if (near->leaf == NULL) {
            return NULL;
        }
    }
    uintptr_t entry = atomic_load_explicit(&near->leaf->entries[grain & (VERA_MAP_LEAF - 1)],
                                           memory_order_acquire);
    if (__builtin_expect(vera_map_tag(entry) != (uint8_t)(class + 1), 0)) {
        return NULL;
    }
    struct vera_slab *slab = vera_map_record(entry);
    if (slab == NULL) {
        __builtin_unreachable(); /* so that the caller need not ask */
    }
    return slab;
}

/* Makes room for entries for `size` bytes from `addr`. False when there is no memory for that,
 * or the map does not reach so far. No lock is held here and in the next two. */
bool vera_map_reserve(const void *addr, size_t size);

/* Undoes a reservation with the same arguments, whose entries are all clear. */
void vera_map_unreserve(const void *addr, size_t size);

/* Enter a record, or null to clear, for `size` bytes from `addr`, or for one grain. The room
 * was reserved. */
void vera_map_set_slab(const void *addr, size_t size, struct vera_slab *slab, unsigned class);
void vera_map_set_large(const void *addr, struct vera_large *large);

#endif
