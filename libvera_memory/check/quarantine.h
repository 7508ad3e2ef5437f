/* Freed blocks of check mode, in the order in which they were freed. Some quarantines serve all
 * threads, each thread always the same one. A quarantine is bounded in bytes; a block that
 * leaves it is checked for writes, and its place given back.
 */
#ifndef VERA_CHECK_QUARANTINE_H
#define VERA_CHECK_QUARANTINE_H

#include "check/block.h"

#include <stdbool.h>
#include <stddef.h>

/* The most bytes in the places of one quarantine, and how many there are. */
#define VERA_QUARANTINE_BYTES ((size_t)256 << 10)
#define VERA_QUARANTINES 64u

/* Blocks that were written to, each with the first such byte. Whoever finds them stops when the
 * list is full, and goes on after a report, where nothing is locked. */
#define VERA_WRITTEN_MOST 4u
struct vera_written {
    size_t count; /* 0 at first */
    struct vera_check_block blocks[VERA_WRITTEN_MOST];
    const char *bytes[VERA_WRITTEN_MOST];
};

/* Takes the oldest blocks out of the calling thread's until it is within its bound, and adds a
 * poisoned block, which stays at least until the next one comes. */
void vera_quarantine_add(const struct vera_check_block *block, struct vera_written *written);

/* Takes out all blocks that are in any of them now. False if it stopped because the list is
 * full. */
bool vera_quarantine_flush(struct vera_written *written);

/* Bytes in all of them. */
size_t vera_quarantine_bytes(void);

#endif
