/* Freed blocks of check mode, in the order in which they were freed. They are bounded
 * by bytes; what leaves is looked at for writes, and its place given back.
 */
#ifndef VERA_QUARANTINE_H
#define VERA_QUARANTINE_H

#include "checked.h"

/* The most bytes of places in quarantine. */
#define VERA_QUARANTINE_BYTES ((size_t)1 << 20)

/* Puts a block, spoilt, at the end. `report` is called, without a lock, for each that
 * leaves and was written to, with the first byte that was. */
void vera_quarantine_add(struct vera_checked *checked,
                         void (*report)(const struct vera_checked *checked, const char *byte));

/* Lets everything leave, when memory is short. */
void vera_quarantine_empty(void (*report)(const struct vera_checked *checked, const char *byte));

size_t vera_quarantine_bytes(void);

void vera_quarantine_each_lock(void (*act)(struct vera_lock *));

#endif
