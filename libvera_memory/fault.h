/* What is wrong with a freed pointer, without check mode: noted where it is found, and reported
 * as misuse later, where nothing is locked. What left a cache is known by its class only: the
 * line does not name the call, and gives a range of sizes.
 */
#ifndef VERA_FAULT_H
#define VERA_FAULT_H

#include "large.h"
#include "misuse.h"

/* A pointer that was freed as a block of `class`. */
struct vera_fault {
    const void *block;
    enum vera_misuse misuse;
    unsigned class;
    unsigned actual; /* with VERA_MISUSE_CLASS: the class of the slab there */
};

/* Faults in the order in which they were found. Whoever finds them stops when the list is full,
 * and goes on after a report. */
#define VERA_FAULTS_MOST 8u
struct vera_faults {
    unsigned count;
    struct vera_fault list[VERA_FAULTS_MOST];
};

/* Makes a list empty. An initializer would write to all of it. */
static inline void vera_faults_begin(struct vera_faults *faults)
{
    faults->count = 0;
}

static inline bool vera_faults_are_full(const struct vera_faults *faults)
{
    return faults->count == VERA_FAULTS_MOST;
}

/* Reports all of them, and empties the list. Nothing is locked here and below. */
void vera_faults_report_all(struct vera_faults *faults);
static inline void vera_faults_report(struct vera_faults *faults)
{
    if (__builtin_expect(faults->count > 0, 0)) {
        vera_faults_report_all(faults);
    }
}

/* A small block that was freed twice in a row. */
void vera_fault_report_again(const void *block, size_t size, size_t align);

/* A pointer that was freed as a large block; `actual` is what is on record for the large
 * block there. */
void vera_fault_report_large(const void *block, size_t size, size_t align,
                             struct vera_large_form actual);

#endif
