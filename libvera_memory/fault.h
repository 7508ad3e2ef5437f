/* What was wrong with a pointer that was freed, as a line of misuse. Found without check
 * mode, so the line knows classes of sizes, and not the call.
 */
#ifndef VERA_FAULT_H
#define VERA_FAULT_H

#include "large.h"
#include "misuse.h"

/* A pointer that was freed as a block of `class`; `actual` is the class of the slab there,
 * with VERA_MISUSE_CLASS. No lock is held. */
void vera_fault_report(const void *block, unsigned class, enum vera_misuse misuse, unsigned actual);

/* A pointer that was freed as a large block; `actual` is what is on record for the large
 * block there. No lock is held. */
void vera_fault_report_large(const void *block, size_t size, size_t align,
                             struct vera_large_form actual);

#endif
