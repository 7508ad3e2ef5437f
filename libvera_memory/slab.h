/* A slab: a run of pages cut into equal slots for one class, with a record outside it that
 * says which slots hold a block.
 *
 * The memory of a record holds only records of slabs, for good, so any thread may read a
 * record that it finds. Only the holder of the class's lock can be sure of its class; that
 * lock guards everything here unless stated otherwise.
 */
#ifndef VERA_SLAB_H
#define VERA_SLAB_H

#include "class.h"
#include "list.h"
#include "misuse.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 32 bytes where a pointer has 64 bits, so that a line has room for the bitmap of 256 slots,
 * too. */
struct vera_slab {
    struct vera_link link; /* in a list of the central lists */
    char *start;           /* of the run; null while it has none */
    uint16_t slots;
    uint16_t free;  /* slots that hold no block */
    uint16_t first; /* no word of `used` below this one has a 0 */
    uint8_t class;
    uint64_t used[]; /* a bit a slot, 1 while it holds a block */
};

/* What all slabs of a class have in common. */
struct vera_slab_shape {
    uint64_t reciprocal; /* of the slot size: see slab.c */
    uint32_t size;       /* bytes in a slot */
    uint32_t bytes;      /* in a slab, unless runs come in larger units */
};
extern const struct vera_slab_shape vera_slab_shapes[VERA_CLASS_COUNT];

/* Bytes in a slab's run of pages. */
size_t vera_slab_bytes(unsigned class);

/* A record that has no run yet. Null when there is no memory. No lock is held. */
struct vera_slab *vera_slab_take_record(unsigned class);

/* Takes back a record that has no run, and whose slots were all free at the end: the next
 * user of the record relies on a bitmap that is all 0. No lock is held. */
void vera_slab_give_record(struct vera_slab *slab);

/* Gives a record a run, whose slots are all free. */
void vera_slab_open(struct vera_slab *slab, void *run);

/* Takes the run from a record whose slots are all free. */
void *vera_slab_close(struct vera_slab *slab);

/* Writes up to `count` blocks, from the lowest free slots, to `blocks`. Returns how many. */
size_t vera_slab_take(struct vera_slab *slab, void **blocks, size_t count);

/* Whether an address lies in the run of a record that has one. False for a part at the end
 * where runs come in larger units than a slab needs. */
static inline bool vera_slab_spans(const struct vera_slab *slab, const void *addr)
{
    return (uintptr_t)addr - (uintptr_t)slab->start < vera_slab_shapes[slab->class].bytes;
}

/* What would be wrong with taking a block back, which may be anything. */
enum vera_misuse vera_slab_judge(const struct vera_slab *slab, const void *block);

/* Takes one block back. `block` may be anything: any other result than VERA_MISUSE_NONE means
 * that it is no block of this slab, and nothing was done. */
enum vera_misuse vera_slab_give(struct vera_slab *slab, void *block);

#endif
