/* The memory of a module: a list of pieces, all freed together. */
#include "pool.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct vera_pool_piece {
    struct vera_pool_piece *next;
    max_align_t bytes[];
};

void *vera_pool_take(struct vera_pool *pool, size_t count, size_t size)
{
    if (size != 0 && count > (SIZE_MAX - sizeof(struct vera_pool_piece)) / size) {
        return NULL;
    }
    struct vera_pool_piece *piece = calloc(1, sizeof *piece + count * size);
    if (piece == NULL) {
        return NULL;
    }
    piece->next = pool->pieces;
    pool->pieces = piece;
    return piece->bytes;
}

char *vera_pool_print(struct vera_pool *pool, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int length = vsnprintf(NULL, 0, format, values);
    va_end(values);
    if (length < 0) {
        return NULL;
    }
    char *text = vera_pool_take(pool, (size_t)length + 1, 1);
    if (text != NULL) {
        va_start(values, format);
        vsnprintf(text, (size_t)length + 1, format, values);
        va_end(values);
    }
    return text;
}

void vera_pool_free(struct vera_pool *pool)
{
    while (pool->pieces != NULL) {
        struct vera_pool_piece *piece = pool->pieces;
        pool->pieces = piece->next;
        free(piece);
    }
}
