/* Thin wrappers over the system calls for memory. Addresses and sizes are whole pages, failure
 * is a value, and errno is left alone. What the system refused to seal or to purge is refused
 * without a call for the next second.
 */
#ifndef VERA_POSIX_PAGES_H
#define VERA_POSIX_PAGES_H

#include "system.h"

#include <stdbool.h>
#include <stddef.h>

/* New pages, all 0. Null when there is no memory. */
void *vera_pages_map(size_t size);

/* New addresses, sealed. Null when there are none. */
void *vera_pages_reserve(size_t size);

/* Seals pages: they lose their content, are inaccessible, and do not count as the process's
 * memory. False when the system refuses; nothing has changed then. */
bool vera_pages_seal(void *addr, size_t size);

/* Makes sealed pages accessible again: new pages, all 0, without what the program advised for
 * the old ones. False when the system refuses; they are sealed then. */
bool vera_pages_unseal(void *addr, size_t size);

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
