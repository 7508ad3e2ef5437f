/* Thin wrappers over the system calls for memory: failure is a value, and the last error
 * is left as the system set it. What VirtualAlloc reserves at once goes back at once, so
 * runs are neither cut nor joined.
 */
#ifndef VERA_WINDOWS_PAGES_H
#define VERA_WINDOWS_PAGES_H

#include "system.h"

#include <stdbool.h>
#include <stddef.h>

/* The granularity of addresses: 64 KiB. What is smaller wastes the rest of them. */
size_t vera_pages_granule(void);

/* `size` bytes of whole pages, all 0, at a multiple of `align` and of the granularity.
 * Null when there are none. */
void *vera_pages_take(size_t size, size_t align);

/* Gives back what vera_pages_take(size, ...) returned. False when the system refuses. */
bool vera_pages_give(void *addr, size_t size);

/* What was called, and what is mapped; the rest is 0. */
struct vera_system_count vera_pages_count(void);

#endif
