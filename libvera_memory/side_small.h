/* The small blocks of the side heap, and where they lie.
 */
#ifndef VERA_SIDE_SMALL_H
#define VERA_SIDE_SMALL_H

#include "misuse.h"

#include <stdbool.h>
#include <stddef.h>

/* A block of a class. Null when there is no memory. */
void *vera_side_small_take(unsigned class);

/* As vera_side_give, but large blocks are foreign. */
enum vera_misuse vera_side_small_give(const void *block, unsigned class, unsigned *actual);

/* Whether a small block, or one of the parent's, may be at an address. Take no lock. */
bool vera_side_small_has(const void *addr);
bool vera_side_small_is_parents(const void *addr);

/* The class of the blocks around an address; VERA_CLASS_LARGE where there are none. */
unsigned vera_side_small_class(const void *addr);

/* Before a fork: makes room for small blocks of some classes, so that the child knows where they
 * are, whatever else it finds. False when there is no memory. */
bool vera_side_small_reserve(void);

/* Releases the regions that have no blocks. Nobody forks. */
void vera_side_small_release(void);

void vera_side_small_begin_child(void);

#endif
