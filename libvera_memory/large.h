/* Large blocks. Each has a run of its own, and its exact size and alignment on record.
 */
#ifndef VERA_LARGE_H
#define VERA_LARGE_H

#include "system.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vera_large;

/* A block of `size` bytes, above 0, at a multiple of `align`, a power of two. Null when
 * there is no memory. */
void *vera_large_allocate(size_t size, size_t align);

/* What is on record for a block; size 0 for none. */
struct vera_large_form {
    size_t size;
    size_t align;
};

/* Claims the large block at `block`, which may be anything, if it has this size and
 * alignment: then nobody else has it, and its memory stays as it is until vera_large_free or
 * vera_large_reuse is called. Otherwise null; nothing has changed then, and `actual` says
 * what is on record. */
struct vera_large *vera_large_claim(void *block, size_t size, size_t align,
                                    struct vera_large_form *actual);

/* The same, given a record that may be the block's. False if it is not, or has another size
 * or alignment. `block`, `size` and `align` may be anything. */
bool vera_large_try_claim(struct vera_large *large, void *block, uint64_t size, uint64_t align);

/* Undoes a claim: the block is as it was. */
void vera_large_unclaim(struct vera_large *large);

/* Frees a block that was claimed. */
void vera_large_free(struct vera_large *large);

/* Turns a claimed block into one of another size and alignment. Null if that would not take
 * exactly its pages; nothing has changed then. */
void *vera_large_reuse(struct vera_large *large, size_t size, size_t align);

/* Bytes in the pages of a claimed block. */
size_t vera_large_bytes(const struct vera_large *large);

/* Whether somebody has the block. */
bool vera_large_is_live(const struct vera_large *large);

/* Large blocks that the program and the caches have, the bytes in their pages, and the most
 * there were of each. */
struct vera_large_count {
    size_t blocks, bytes;
    size_t most_blocks, most_bytes;
};
struct vera_large_count vera_large_count(void);

#endif
