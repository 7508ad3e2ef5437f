/* Freed blocks of check mode, in the order in which they were freed. Some quarantines serve all
 * threads, each thread always the same one. A quarantine is bounded in bytes; a block that
 * leaves it is checked for writes, and its place given back.
 */
#ifndef VERA_CHECK_QUARANTINE_H
#define VERA_CHECK_QUARANTINE_H

#include "check/report.h"

#include <stdbool.h>
#include <stddef.h>

/* The most bytes in the places of one quarantine, and how many there are. */
#define VERA_QUARANTINE_BYTES ((size_t)256 << 10)
#define VERA_QUARANTINES 64u

/* Takes the oldest blocks out of the calling thread's until it is within its bound, and adds a
 * poisoned block, which stays at least until the next one comes. */
void vera_quarantine_add(const struct vera_check_block *block, struct vera_findings *findings);

/* Takes out all blocks that are in any of them now. False if it stopped because the list is
 * full. */
bool vera_quarantine_flush(struct vera_findings *findings);

/* Bytes in all of them. */
size_t vera_quarantine_bytes(void);

#endif
