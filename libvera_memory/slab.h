/* A slab: a run of pages cut into equal slots for one class, with a record outside it that
 * says which slots hold a block.
 *
 * The memory of a record holds only records of slabs, for good, so any thread may read a
 * record that it finds. Only the holder of the class's lock can be sure of its class; that
 * lock guards everything here unless stated otherwise.
 */
#ifndef VERA_SLAB_H
#define VERA_SLAB_H

#include "misuse.h"
#include "record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vera_slab {
    struct vera_record_tag tag;
    char *start;         /* of the run; null while it has none */
    uint64_t reciprocal; /* of the slot size: see slab.c */
    uint32_t size;       /* bytes in a slot */
    uint32_t slots;
    uint32_t free;  /* slots that hold no block */
    uint32_t first; /* no word of `used` below this one has a 0 */
    uint32_t class;
    struct vera_slab *next, *previous; /* in a list of the central lists */
    uint64_t used[];                   /* a bit a slot, 1 while it holds a block */
};

/* Bytes in a slab's run of pages. */
size_t vera_slab_bytes(unsigned class);

/* A record that has no run yet. Null when there is no memory. No lock is held. */
struct vera_slab *vera_slab_take_record(unsigned class);

/* Takes back a record that has no run, and whose slots were all free at the end: the next
 * user of the record relies on a bitmap that is all 0. No lock is held. */
void vera_slab_give_record(struct vera_slab *slab);

/* Purges the pages of free records. No lock is held. */
void vera_slab_purge(void);

/* Gives a record a run, whose slots are all free. */
void vera_slab_open(struct vera_slab *slab, void *run);

/* Writes up to `count` blocks, from the lowest free slots, to `blocks`. Returns how many. */
size_t vera_slab_take(struct vera_slab *slab, void **blocks, size_t count);

/* Whether an address lies in the slots of a record that has a run. */
static inline bool vera_slab_spans(const struct vera_slab *slab, const void *addr)
{
    return (uintptr_t)addr - (uintptr_t)slab->start < (size_t)slab->slots * slab->size;
}

/* The slot of an address that the slab spans. */
size_t vera_slab_slot(const struct vera_slab *slab, const void *addr);

/* What would be wrong with taking a block back, which may be anything. */
enum vera_misuse vera_slab_judge(const struct vera_slab *slab, const void *block);

/* Takes one block back. `block` may be anything: any other result than VERA_MISUSE_NONE means
 * that it is no block of this slab, and nothing was done. */
enum vera_misuse vera_slab_give(struct vera_slab *slab, void *block);

#endif
