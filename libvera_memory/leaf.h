/* Leaves of the page map: each has an entry for each grain of a part of all addresses, and
 * serves any part. Those that serve none have only entries that are 0, and their pages go
 * back to the system.
 *
 * The map's lock guards all of this, but the entries of a leaf in use.
 */
#ifndef VERA_LEAF_H
#define VERA_LEAF_H

#include "system.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In 4 GiB of addresses a leaf for 16 MiB would be for few. */
#define VERA_LEAF_BITS (sizeof(void *) > 4 ? 12u : 8u)
#define VERA_LEAF_ENTRIES ((size_t)1 << VERA_LEAF_BITS)

struct vera_leaf {
    _Atomic(uintptr_t) entries[VERA_LEAF_ENTRIES];
};

/* Whom a leaf serves. Apart from it, because its pages go. */
struct vera_leaf_use {
    struct vera_leaf *leaf;
    size_t reserved;            /* reservations that touch it */
    struct vera_leaf_use *next; /* among those that serve nobody */
};

/* Leaves that serve nobody and whose pages are kept for a while. */
#define VERA_LEAF_IDLE 2u

/* A leaf, without reservations. Null when there is none. The lock is held. */
struct vera_leaf_use *vera_leaf_take(void);

/* Takes a leaf back whose entries are all 0. The lock is held. */
void vera_leaf_give(struct vera_leaf_use *use);

/* Makes more leaves; false when there is no memory. The lock is not held. */
bool vera_leaf_make(struct vera_lock *lock);

/* Gives the pages of leaves that serve nobody back, but those of `most`, while the system
 * lets it. The lock is not held. */
void vera_leaf_drop_idle(struct vera_lock *lock, size_t most);

#endif
