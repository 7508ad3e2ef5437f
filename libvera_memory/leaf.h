/* Leaves of the page map. Each has an entry for each grain of a part of the address space,
 * and can cover any part. An idle leaf covers none; its entries are all 0, and its pages are
 * purged.
 *
 * The map's lock guards everything here except the entries of a leaf in use.
 */
#ifndef VERA_LEAF_H
#define VERA_LEAF_H

#include "system.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In an address space of 4 GiB, leaves of 16 MiB would be mostly empty. */
#define VERA_LEAF_BITS (sizeof(void *) > 4 ? 12u : 8u)
#define VERA_LEAF_ENTRIES ((size_t)1 << VERA_LEAF_BITS)

struct vera_leaf {
    _Atomic(uintptr_t) entries[VERA_LEAF_ENTRIES];
};

/* What is known of a leaf; apart from it, because its pages are purged. */
struct vera_leaf_use {
    struct vera_leaf *leaf;
    size_t reserved;            /* reservations that touch it */
    struct vera_leaf_use *next; /* among idle leaves */
};

/* The most idle leaves that stay warm. */
#define VERA_LEAF_WARM 2u

/* A leaf without reservations. Null when there is none. The lock is held. */
struct vera_leaf_use *vera_leaf_take(void);

/* Takes back a leaf whose entries are all 0. The lock is held. */
void vera_leaf_give(struct vera_leaf_use *use);

/* Makes more leaves; false when there is no memory. The lock is not held. */
bool vera_leaf_make(struct vera_lock *lock);

/* Purges idle leaves until at most `most` are warm, or the system refuses. The lock is not
 * held. */
void vera_leaf_purge(struct vera_lock *lock, size_t most);

#endif
