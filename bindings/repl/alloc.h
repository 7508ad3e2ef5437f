/* The session's own memory. A session that cannot hold its own line ends with
 * a message: no result here is ever null. */
#ifndef VERA_REPL_ALLOC_H
#define VERA_REPL_ALLOC_H

#include <stddef.h>

/* Room for `count` things of `size` bytes, all zero. free() gives it back. */
void *repl_alloc_zeroed(size_t count, size_t size);

/* `array`, with room for one thing of `size` bytes more than the `count` that
 * it holds: moved when its capacity, which is kept at `*capacity`, is used up. */
void *repl_alloc_grow(void *array, size_t count, size_t size, size_t *capacity);

/* A copy of `length` bytes, terminated. free() gives it back. */
char *repl_alloc_copy(const char *start, size_t length);

#endif
