/* A slab: a run of pages cut into equal slots for one class, with a record
 * outside it that says which of them hold a block.
 *
 * The memory of a record holds nothing but records of slabs for good, so whoever finds
 * one may read it; but its class is known for sure only to who holds the class's lock,
 * which guards everything here but the first two functions.
 */
#ifndef VERA_SLAB_H
#define VERA_SLAB_H

#include "misuse.h"
#include "region.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vera_checked;

struct vera_slab {
    struct vera_region_tag tag;
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

/* A record, without a run. Null when there is no memory. No lock is held. */
struct vera_slab *vera_slab_new(unsigned class);

/* Gives a record back that has no run, and of which no slot was in use last. No lock is
 * held. */
void vera_slab_end(struct vera_slab *slab);

/* Gives the pages of records that are not in use back to the system. */
void vera_slab_purge(void);

/* Gives a record a run, of which all slots are free. */
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

void vera_slab_each_lock(void (*act)(struct vera_lock *));

/* Takes one block back. Anything but VERA_MISUSE_NONE means that nothing was
 * done, because `block` is not one. */
enum vera_misuse vera_slab_give(struct vera_slab *slab, void *block);

#endif
