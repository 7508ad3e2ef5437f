/* A slab: a run of pages cut into equal slots for one class, with a record
 * outside it that says which of them hold a block.
 *
 * A record stays with its class for good, even while it has no run, so whoever
 * finds one may read it. Its class's lock guards everything here.
 */
#ifndef VERA_SLAB_H
#define VERA_SLAB_H

#include "misuse.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vera_checked;

struct vera_slab {
    char *start;         /* of the run; null while there is none */
    uint64_t reciprocal; /* of the slot size: see slab.c */
    uint32_t size;       /* bytes in a slot */
    uint32_t slots;
    uint32_t free;  /* slots that hold no block */
    uint32_t first; /* the lowest word of `used` that may have a 0 */
    uint32_t class;
    struct vera_slab *next, *previous; /* in a list of the central lists */
    uint64_t used[];                   /* a bit a slot, 1 while it holds a block */
};

/* Bytes in a slab's run of pages. */
size_t vera_slab_bytes(unsigned class);

/* A new record, without a run. Null when there is no memory. */
struct vera_slab *vera_slab_new(unsigned class);

/* Makes the records of the slots, in check mode, if there are none yet. False when there
 * is no memory; the record may wait then, and be tried again. */
bool vera_slab_prepare(struct vera_slab *slab);

/* Gives a prepared record a run, of which all slots are free. */
void vera_slab_begin(struct vera_slab *slab, void *run);

/* Puts up to `count` blocks from the lowest free slots into `blocks`, in the
 * order of their addresses. Returns how many. */
size_t vera_slab_take(struct vera_slab *slab, void **blocks, size_t count);

/* Whether an address lies in the slots of a record that has a run. */
static inline bool vera_slab_spans(const struct vera_slab *slab, const void *addr)
{
    return (uintptr_t)addr - (uintptr_t)slab->start < (size_t)slab->slots * slab->size;
}

/* The slot in which an address that a slab spans lies. */
size_t vera_slab_slot(const struct vera_slab *slab, const void *addr);

/* In check mode, the record of a slot. */
struct vera_checked *vera_slab_checked(const struct vera_slab *slab, size_t slot);

/* Calls `act` with the record of every slot there is, in check mode. */
void vera_slab_each_checked(void (*act)(const struct vera_checked *checked, void *argument),
                            void *argument);

/* Takes one block back. Anything but VERA_MISUSE_NONE means that nothing was
 * done, because `block` is not one. */
enum vera_misuse vera_slab_give(struct vera_slab *slab, void *block);

#endif
