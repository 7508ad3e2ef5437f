/* A heap of the library's own, for what is smaller than a run: HeapCreate, because another
 * library's mistake in the process's heap is not to reach it.
 */
#ifndef VERA_WINDOWS_HEAP_H
#define VERA_WINDOWS_HEAP_H

#include <stddef.h>

/* What HeapAlloc aligns to. */
#define VERA_HEAP_ALIGN (2 * sizeof(void *))

/* `size` bytes, at a multiple of VERA_HEAP_ALIGN; null when there are none. */
void *vera_heap_take(size_t size);

/* The same, all 0. */
void *vera_heap_take_zeroed(size_t size);

/* Null does nothing. */
void vera_heap_give(void *addr);

/* How often the heap was called. */
size_t vera_heap_calls(void);

#endif
