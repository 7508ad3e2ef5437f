/* Reports, as misuse, what was wrong with a freed pointer, without check mode. What left a
 * cache is known by its class only: the line does not name the call, and gives a range of
 * sizes.
 */
#ifndef VERA_FAULT_H
#define VERA_FAULT_H

#include "large.h"
#include "misuse.h"

/* A pointer that was freed as a block of `class`; `actual` is the class of the slab there,
 * with VERA_MISUSE_CLASS. No lock is held. */
void vera_fault_report(const void *block, unsigned class, enum vera_misuse misuse, unsigned actual);

/* A small block that was freed twice in a row, by that call. No lock is held. */
void vera_fault_report_again(const char *call, const void *block, size_t size, size_t align);

/* A pointer that was freed as a large block; `actual` is what is on record for the large
 * block there. No lock is held. */
void vera_fault_report_large(const void *block, size_t size, size_t align,
                             struct vera_large_form actual);

#endif
