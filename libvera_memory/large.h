/* Large blocks: each has a run of its own, and its exact size and alignment on
 * record.
 */
#ifndef VERA_LARGE_H
#define VERA_LARGE_H

#include "system.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vera_large;

/* A block of `size` bytes, above 0, at a multiple of `align`, a power of two.
 * Null when there is no memory. */
void *vera_large_allocate(size_t size, size_t align);

/* Takes a block back, whose memory stays as it is until one of the next two is
 * called. Null, after a report of the misuse, when it is not one of exactly that
 * size and alignment; nothing has changed then. */
struct vera_large *vera_large_claim(void *block, size_t size, size_t align);

/* The same where the record may be that of the block; false, without a report, when it
 * is not, or the size or alignment are not. These may be anything. */
bool vera_large_reclaim(struct vera_large *large, void *block, uint64_t size, uint64_t align);

/* Gives the memory of a block that was claimed back. */
void vera_large_release(struct vera_large *large);

/* Makes a block of a size and an alignment of one that was claimed. Null when it
 * has not exactly the pages for that; nothing has changed then. */
void *vera_large_revive(struct vera_large *large, size_t size, size_t align);

/* Bytes in the pages of a block that was claimed. */
size_t vera_large_bytes(const struct vera_large *large);

/* Whether somebody has the block. */
bool vera_large_is_live(const struct vera_large *large);

/* Gives the pages of records that are not in use back to the system. */
void vera_large_purge(void);

/* Large blocks that are with the program or kept by a cache, and the bytes in their
 * pages; and the most there were of each. */
struct vera_large_count {
    size_t blocks, bytes;
    size_t most_blocks, most_bytes;
};
struct vera_large_count vera_large_count(void);

void vera_large_each_lock(void (*act)(struct vera_lock *));

#endif
