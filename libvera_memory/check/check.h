/* Check mode: a front that the exported functions turn to when every misuse must be named
 * at once.
 *
 * `call` is the name of the function that the program called, and `site` the address that it
 * returns to.
 */
#ifndef VERA_CHECK_CHECK_H
#define VERA_CHECK_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The block; null, with errno set, when there is no memory or an argument is wrong. */
void *vera_check_allocate(int64_t size, int64_t align, const void *site);

/* Frees a block, or reports misuse. Null does nothing. */
void vera_check_free(const char *call, void *addr, int64_t size, int64_t align, const void *site);

/* Whether `count` bytes, above 0, at an address may be read and written; memory that is not the
 * library's always may, null never. False after a report. */
bool vera_check_range(const char *call, const void *addr, size_t count);

/* Whether two ranges are disjoint, or the same. False after a report. */
bool vera_check_disjoint(const char *call, const void *dest, const void *src, size_t count);

/* Frees the blocks in quarantine: the calling thread's, and those of threads without one. */
void vera_check_flush(void);

#endif
