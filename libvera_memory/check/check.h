/* Check mode: a front of its own, which the exported functions turn to when every misuse must be
 * named at once. The rest of the library knows nothing of it but what is declared here. Threads
 * have no caches in check mode: every call finds the static one that is empty and full.
 *
 * `call` is the name of the function that the program called, and `site` the address that it
 * returns to.
 */
#ifndef VERA_CHECK_CHECK_H
#define VERA_CHECK_CHECK_H

#include "system.h"

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

/* Reads the settings of check mode. */
void vera_check_read_setting(void);

/* The live blocks, of parent processes too, with their bytes as they were asked for, and the bytes
 * in which freed blocks wait before their memory is used again. No lock is taken. */
struct vera_check_count {
    size_t live_blocks, live_bytes;
    size_t quarantine;
};
struct vera_check_count vera_check_count(void);

/* At the end of the program: reports writes outside blocks and after a free, and blocks that were
 * not freed. */
void vera_check_end(void);

#endif
