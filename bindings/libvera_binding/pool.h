/* The memory of a module: whatever is read from its manifest is taken from one
 * pool and freed with it, so that an opening which fails half-way leaks
 * nothing. */
#ifndef VERA_BINDING_POOL_H
#define VERA_BINDING_POOL_H

#include "error.h"

#include <stddef.h>

struct vera_pool_piece;

/* All zero is an empty pool. */
struct vera_pool {
    struct vera_pool_piece *pieces;
};

/* `count` things of `size` bytes each, zeroed, aligned for anything. Null when
 * there is no memory for them. */
void *vera_pool_take(struct vera_pool *pool, size_t count, size_t size);

/* A string. Null when there is no memory for it. */
char *vera_pool_print(struct vera_pool *pool, const char *format, ...) VERA_ERROR_PRINTS(2);

void vera_pool_free(struct vera_pool *pool);

#endif
