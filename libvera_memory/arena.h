/* The arena: memory for the library's records, apart from all blocks. It is all 0 and is never
 * released. What was taken for one kind of record serves that kind for good.
 */
#ifndef VERA_ARENA_H
#define VERA_ARENA_H

#include "system.h"

#include <stddef.h>

#define VERA_ARENA_LINE 64u /* bytes in a cache line; what is taken starts on one */
#define VERA_ARENA_MAX ((size_t)64 << 10)

/* `size` bytes, from 1 to VERA_ARENA_MAX, all 0. Null when there is no memory. No lock is
 * held. */
void *vera_arena_take(size_t size);

#endif
