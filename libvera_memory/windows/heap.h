/* A heap of the library's own, for what is smaller than a run. It is not the process's heap,
 * so that errors of other libraries there do not reach it.
 */
#ifndef VERA_HEAP_H
#define VERA_HEAP_H

#include <stdbool.h>
#include <stddef.h>

/* The alignment of HeapAlloc. */
#define VERA_HEAP_ALIGN (2 * sizeof(void *))

/* Whether the heap serves such requests: those below the granularity of addresses, 64 KiB, at an
 * alignment of its own. */
bool vera_heap_serves(size_t size, size_t align);

/* `size` bytes at a multiple of VERA_HEAP_ALIGN; null when there is no memory. */
void *vera_heap_allocate(size_t size);

/* Null does nothing. */
void vera_heap_free(void *addr);

/* How many times the heap was called. */
size_t vera_heap_calls(void);

#endif
