/* Tools that watch a program: valgrind's memcheck, and AddressSanitizer. Each is told of
 * every block, if it was there when the library was loaded; threads have no caches
 * then, so that no block is taken or given unseen.
 */
#ifndef VERA_WATCH_H
#define VERA_WATCH_H

#include <stdbool.h>
#include <stddef.h>

/* Looks for them, unless VERA_MEMORY_WATCHED is "no". */
void vera_watch_begin(void);

bool vera_watch_is_on(void);

/* Memory is here for blocks, and nobody's yet. */
void vera_watch_hide(void *memory, size_t size);

/* A block was taken: `size` bytes, in a place of `room`. */
void vera_watch_take(void *block, size_t size, size_t room);

/* A block is about to be given back. */
void vera_watch_give(void *block, size_t room);

/* Pages go back to the system, and may be anybody's next. */
void vera_watch_forget(void *pages, size_t size);

#endif
