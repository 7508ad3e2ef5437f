/* The central lists: for each class, the slabs that have free slots. The caches of all
 * threads take batches of blocks from them, and give batches back.
 */
#ifndef VERA_CENTRAL_H
#define VERA_CENTRAL_H

#include "central_lists.h"
#include "fault.h"
#include "system.h"

#include <stdbool.h>
#include <stddef.h>

struct vera_slab;

/* The most bytes in empty slabs that are retained, for all classes together. */
#define VERA_CENTRAL_IDLE ((size_t)4 << 20)

/* Writes up to `count` blocks of `class` to `blocks`; those of one slab are in the order
 * of their addresses. Returns how many: at least one, unless there is no memory. No
 * lock is held here and below, unless stated otherwise. */
size_t vera_central_take(unsigned class, void **blocks, size_t count);

/* Takes back `count` blocks that were freed as blocks of `class`. Each is checked, and its
 * slot marked free, before the next is looked at. A pointer that is no block of the class
 * is left out, and added to `faults`. Returns how many pointers were dealt with: all, unless
 * the list became full. */
size_t vera_central_give(unsigned class, void *const *blocks, size_t count,
                         struct vera_faults *faults);

/* Locks a class, which stays as it is until it is unlocked; false, at once, if it cannot be
 * had. */
bool vera_central_try_lock(unsigned class);
void vera_central_unlock(unsigned class);

/* What vera_central_give would find wrong with a pointer, if anything. The class is locked. */
struct vera_fault vera_central_judge(unsigned class, const void *block);

/* Closes the empty slabs of all classes, and purges their runs. */
void vera_central_purge(void);

struct vera_central_count vera_central_count(unsigned class);

#endif
