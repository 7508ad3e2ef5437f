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

/* Gives pages back and keeps the addresses, where new pages come by use. */
bool vera_pages_drop(void *addr, size_t size);

/* What was called, and what is mapped; the rest is 0. */
struct vera_system_count vera_pages_count(void);

#endif
