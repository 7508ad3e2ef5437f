/* The memory of a module. Everything read from its manifest is in one pool and is freed with
 * it, so that an opening that fails half-way leaks nothing. */
#ifndef VERA_BINDING_POOL_H
#define VERA_BINDING_POOL_H

#include "error.h"

#include <stddef.h>

struct vera_pool_piece;

/* A pool that is all zero is empty. */
struct vera_pool {
    struct vera_pool_piece *pieces;
};

/* `count` things of `size` bytes each, zeroed and aligned for any type. Null if there is no
 * memory. */
void *vera_pool_take(struct vera_pool *pool, size_t count, size_t size);

/* A formatted string. Null if there is no memory. */
char *vera_pool_print(struct vera_pool *pool, const char *format, ...) VERA_ERROR_PRINTS(2);

void vera_pool_free(struct vera_pool *pool);

#endif
