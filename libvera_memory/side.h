/* The side heap: blocks for threads that the gate refuses, while another thread forks.
 *
 * A block has the size and the alignment of its class, because a cache may keep it: it comes
 * back in a flush, long after the fork. It is known by its address, in the child too. The child
 * finds such blocks in any state, so it leaves its parent's alone for good: freeing one there
 * does nothing. Check mode has no records of any of them.
 */
#ifndef VERA_SIDE_H
#define VERA_SIDE_H

#include "large.h"
#include "misuse.h"

#include <stdbool.h>
#include <stddef.h>

/* A block of `size` bytes, above 0, at a multiple of `align`, a power of two. Null when there is
 * no memory. */
void *vera_side_take(size_t size, size_t align);

/* Takes back a block that was freed as one of `class`. `block` may be anything:
 * VERA_MISUSE_FOREIGN if it is none of the side heap, and with VERA_MISUSE_CLASS `actual` is the
 * class there. */
enum vera_misuse vera_side_give(const void *block, unsigned class, unsigned *actual);

/* Takes back a large block. False if there is none of this size and alignment at `block`, which
 * may be anything; `actual` says what is there, size 0 for none. */
bool vera_side_give_large(const void *block, size_t size, size_t align,
                          struct vera_large_form *actual);

/* Whether a block of the side heap, or of the parent's, may be there. Takes no lock. */
bool vera_side_has(const void *addr);

void vera_side_begin_child(void);

#endif
