/* No heap lies below the primitives here: they give whole pages. */
#ifndef VERA_HEAP_H
#define VERA_HEAP_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the heap serves such requests. */
static inline bool vera_heap_serves(size_t size, size_t align)
{
    (void)size;
    (void)align;
    return false;
}

static inline void *vera_heap_allocate(size_t size)
{
    (void)size;
    return NULL;
}

static inline void vera_heap_free(void *addr)
{
    (void)addr;
}

#endif
