/* Thin wrappers over the system calls for memory. Addresses and sizes are whole pages, failure
 * is a value, and errno is left as the system set it.
 */
#ifndef VERA_POSIX_PAGES_H
#define VERA_POSIX_PAGES_H

#include "system.h"

#include <stdbool.h>
#include <stddef.h>

/* New pages, all 0. Null when there is no memory. */
void *vera_pages_map(size_t size);

/* Releases pages. False when the system cannot: to make a hole, it may need one mapping more
 * than a process may have. */
bool vera_pages_unmap(void *addr, size_t size);

/* Purges pages. They may be used again after vera_pages_reuse, with unspecified content.
 * False when the system refuses. */
bool vera_pages_purge(void *addr, size_t size);

/* Makes pages ready for use; some of them may have been purged. */
void vera_pages_reuse(void *addr, size_t size);

/* The calls, and what is mapped; the rest is 0. */
struct vera_system_count vera_pages_count(void);

#endif
