/* Check mode: what the seven functions do when every misuse is to be named at once.
 *
 * Here sizes are as they were given, and alignments 8 at least. `call` is the name of
 * the function that was called, and `site` where to it returns.
 */
#ifndef VERA_CHECKING_H
#define VERA_CHECKING_H

#include <stdbool.h>
#include <stddef.h>

/* Null when there is no memory. */
void *vera_checking_allocate(size_t size, size_t align, const void *site);

/* False, after a report, when the block was not freed. */
bool vera_checking_free(const char *call, void *block, size_t size, size_t align, const void *site);

/* Whether `count` bytes at an address may be read and written, as what is not the
 * library's may. False after a report. */
bool vera_checking_range(const char *call, const void *addr, size_t count);

/* Whether two ranges are apart, or the same. False after a report. */
bool vera_checking_apart(const char *call, const void *dest, const void *src, size_t count);

/* Gives back what is kept only to be looked at. */
void vera_checking_release(void);

#endif
