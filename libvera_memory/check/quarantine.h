/* Freed blocks of check mode, in the order in which they were freed. Each cache has a
 * quarantine for its thread, and threads without a cache share one. A quarantine is bounded in
 * bytes; a block that leaves it is checked for writes, and its place given back.
 */
#ifndef VERA_CHECK_QUARANTINE_H
#define VERA_CHECK_QUARANTINE_H

#include "system.h"

#include <stdatomic.h>
#include <stddef.h>

struct vera_check_block;

struct vera_quarantine {
    struct vera_check_block *oldest, *newest;
    atomic_size_t bytes; /* of the places; other threads may read it */
};

/* The most bytes in the places of one quarantine. */
#define VERA_QUARANTINE_BYTES ((size_t)256 << 10)

/* Adds a poisoned block to the calling thread's. */
void vera_quarantine_add(struct vera_check_block *block);

/* Takes the oldest blocks out of the calling thread's until it is within its bound. `report`
 * is called, without a lock, for each block that was written to, with the first such byte. */
void vera_quarantine_trim(void (*report)(const struct vera_check_block *block, const char *byte));

/* Takes all blocks out of the calling thread's, and of the shared one. */
void vera_quarantine_flush(void (*report)(const struct vera_check_block *block, const char *byte));

/* Bytes in all of them. */
size_t vera_quarantine_bytes(void);

#endif
