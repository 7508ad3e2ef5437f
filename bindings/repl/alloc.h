/* Memory for the REPL itself, from the C library. When there is no more, these
 * functions print a message and exit, so they never return null. The blocks that
 * a session's statements allocate do not come from here: see blocks.h. */
#ifndef VERA_REPL_ALLOC_H
#define VERA_REPL_ALLOC_H

#include <stddef.h>

/* Allocates `count` elements of `size` bytes, all zero. Pass it to free(). */
void *repl_alloc_zeroed(size_t count, size_t size);

/* Returns `array`, which holds `count` elements of `size` bytes, with room for one
 * more. Moves it and updates `*capacity` when it is full. */
void *repl_alloc_grow(void *array, size_t count, size_t size, size_t *capacity);

/* Copies `length` bytes and adds a NUL. Pass it to free(). */
char *repl_alloc_copy(const char *start, size_t length);

#endif
