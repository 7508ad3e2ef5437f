/* The central lists: for each class, the slabs that have free slots, from which
 * every thread's cache takes batches and to which it gives them back.
 */
#ifndef VERA_CENTRAL_H
#define VERA_CENTRAL_H

#include "system.h"

#include <stddef.h>

/* The most bytes in empty slabs that are kept for their classes, all classes
 * together. */
#define VERA_CENTRAL_IDLE ((size_t)4 << 20)

/* Puts up to `count` blocks of `class` into `blocks`, in the order of their
 * addresses where they are of one slab. Returns how many: at least one, unless
 * there is no memory. */
size_t vera_central_take(unsigned class, void **blocks, size_t count);

/* Takes `count` blocks back that were freed as blocks of `class`. Each is
 * checked, and its slot marked free before the next is looked at; one that is
 * not a block of the class is reported as misuse and left out. Returns how many
 * were left out. */
size_t vera_central_give(unsigned class, void *const *blocks, size_t count);

/* Gives the slabs of all classes that are empty back to the system. */
void vera_central_release(void);

/* Blocks of a class that are out, with the program and in caches, and the most there
 * were. */
struct vera_central_count {
    size_t out;
    size_t most;
};
struct vera_central_count vera_central_count(unsigned class);

void vera_central_each_lock(void (*act)(struct vera_lock *));

#endif
