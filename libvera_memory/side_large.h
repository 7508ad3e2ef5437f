/* The large blocks of the side heap, each in a mapping of its own.
 */
#ifndef VERA_SIDE_LARGE_H
#define VERA_SIDE_LARGE_H

#include "large.h"

#include <stdbool.h>
#include <stddef.h>

/* As vera_side_take. */
void *vera_side_large_take(size_t size, size_t align);

/* What is known of a large block at an address, which may be anything. */
enum vera_side_large {
    VERA_SIDE_LARGE_NONE,
    VERA_SIDE_LARGE_OWN,
    VERA_SIDE_LARGE_PARENTS, /* nothing else is known, or done with it */
};
enum vera_side_large vera_side_large_find(const void *block);

/* Frees an own one. False if it has another size or alignment, which `actual` tells; that is 0
 * if there is none. */
bool vera_side_large_give(const void *block, size_t size, size_t align,
                          struct vera_large_form *actual);

void vera_side_large_begin_child(void);

#endif
