/* Where the central lists are: in one record for all classes, which is made at the first need,
 * and stays. Most of its pages take no memory, because nobody writes to the lists of most classes.
 */
#ifndef VERA_CENTRAL_LISTS_H
#define VERA_CENTRAL_LISTS_H

#include "arena.h"
#include "list.h"
#include "system.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/* Blocks of a class that the program and the caches have, and the most there were. */
struct vera_central_count {
    size_t out;
    size_t most;
};

/* Those of a class, on a cache line of their own, because other threads lock their neighbours. */
struct vera_central_lists {
    _Alignas(VERA_ARENA_LINE) struct vera_lock lock;
    struct vera_list partial; /* slabs of which some slots are free, and some are not */
    struct vera_list empty;   /* slabs of which all slots are free */
    size_t slots;             /* of each slab; 0 while there was none */
    struct vera_central_count count;
};

/* Makes them, unless they exist. False when there is no memory. No lock is held. */
bool vera_central_lists_begin(void);

/* Those of all classes; null until they are made. */
extern _Atomic(struct vera_central_lists *) vera_central_lists VERA_HIDDEN;

/* Those of a class, likewise. */
static inline struct vera_central_lists *vera_central_lists_find(unsigned class)
{
    struct vera_central_lists *all =
        atomic_load_explicit(&vera_central_lists, memory_order_acquire);
    return all != NULL ? &all[class] : NULL;
}

#endif
