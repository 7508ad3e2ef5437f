/* Thin wrappers over the system calls for memory. Failure is a value, and the last error is
 * left as the system set it. What VirtualAlloc reserves in one call must be released in one
 * call, so runs are neither cut nor joined.
 */
#ifndef VERA_WINDOWS_PAGES_H
#define VERA_WINDOWS_PAGES_H

#include "system.h"

#include <stdbool.h>
#include <stddef.h>

/* The granularity of addresses, 64 KiB; a smaller run wastes the rest. */
size_t vera_pages_granule(void);

/* `size` bytes of whole pages, all 0, at a multiple of `align` and of the granularity. Null
 * when there is no memory. */
void *vera_pages_map(size_t size, size_t align);

/* Releases what vera_pages_map(size, ...) returned. False when the system refuses. */
bool vera_pages_unmap(void *addr, size_t size);

/* The calls, and what is mapped; the rest is 0. */
struct vera_system_count vera_pages_count(void);

#endif
