/* Reports, as misuse, what was wrong with a freed pointer. This is without check mode, so the
 * line does not name the call, and gives only a class's range of sizes for a small block.
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
