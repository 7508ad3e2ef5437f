/* Freed blocks of check mode, in the order in which they were freed. Each thread with a
 * cache has a quarantine in it, and the others share one. They are bounded by bytes; what
 * leaves is looked at for writes, and its place given back.
 */
#ifndef VERA_QUARANTINE_H
#define VERA_QUARANTINE_H

#include "system.h"

#include <stdatomic.h>
#include <stddef.h>

struct vera_checked;

struct vera_quarantine {
    struct vera_checked *oldest, *newest;
    atomic_size_t bytes; /* of the places; others may ask how many there are */
};

/* The most bytes of places in one quarantine. */
#define VERA_QUARANTINE_BYTES ((size_t)256 << 10)

/* Puts a block, spoilt, at the end of the calling thread's. */
void vera_quarantine_add(struct vera_checked *checked);

/* Lets the oldest leave while there are more bytes in the calling thread's than may be.
 * `report` is called, without a lock, for each that was written to, with the first byte
 * that was. */
void vera_quarantine_trim(void (*report)(const struct vera_checked *checked, const char *byte));

/* Lets everything leave the calling thread's, and the shared one. */
void vera_quarantine_empty(void (*report)(const struct vera_checked *checked, const char *byte));

/* Bytes in all of them. */
size_t vera_quarantine_bytes(void);

void vera_quarantine_each_lock(void (*act)(struct vera_lock *));

#endif
