/* Thin wrappers over the system calls for memory: addresses and sizes are whole
 * pages, failure is a value, and errno is left as the system set it.
 */
#ifndef VERA_POSIX_PAGES_H
#define VERA_POSIX_PAGES_H

#include "system.h"

#include <stdbool.h>
#include <stddef.h>

/* New pages, all 0. Null when there are none. */
void *vera_pages_map(size_t size);

/* Gives pages and their addresses back. False when the system cannot: to make
 * a hole it may need one mapping more than a process is allowed. */
bool vera_pages_unmap(void *addr, size_t size);

/* Gives pages back and keeps the addresses, which may be used again after
 * vera_pages_reuse; they hold nothing in particular then. False when the system refuses. */
bool vera_pages_drop(void *addr, size_t size);

/* Has pages in use again, of which some may have been dropped. */
void vera_pages_reuse(void *addr, size_t size);

/* What was called, and what is mapped; the rest is 0. */
struct vera_system_count vera_pages_count(void);

#endif
