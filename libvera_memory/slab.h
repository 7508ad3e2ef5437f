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
#include "system.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 32 bytes where a pointer has 64 bits, so that a line has room for the bitmap of 256 slots,
 * too. */
struct vera_slab {
    struct vera_link link; /* in a list of the central lists */
    char *start;           /* of the run; null while it has none */
    uint32_t first;        /* no word of `free` below this one has a 1 */
    uint16_t countdown; /* frees until it changes its list: 1 if it is full, else all its blocks */
    uint8_t class;
    bool full;
    uint64_t free[]; /* a bit a slot, 1 while it holds no block */
};

#define VERA_SLAB_WORD 64u

/* What all slabs of a class have in common. */
struct vera_slab_shape {
    uintptr_t inverse; /* of the slot size's odd part: see vera_slab_slot */
    uint32_t size;     /* bytes in a slot */
    uint32_t bytes;    /* in a slab, unless runs come in larger units */
    uint32_t twos;     /* how often 2 divides the slot size: at least three times */
};
extern const struct vera_slab_shape vera_slab_shapes[VERA_CLASS_COUNT] VERA_HIDDEN;

/* Bytes in a slab's run of pages. */
size_t vera_slab_bytes(unsigned class);

/* Slots in a slab. */
size_t vera_slab_slots(unsigned class);

/* A record that has no run yet. Null when there is no memory. No lock is held. */
struct vera_slab *vera_slab_take_record(unsigned class);

/* Takes back a record that has no run. No lock is held. */
void vera_slab_give_record(struct vera_slab *slab);

/* Gives a record a run, whose slots are all free. */
void vera_slab_open(struct vera_slab *slab, void *run);

/* Takes the run from a record whose slots are all free. */
void *vera_slab_close(struct vera_slab *slab);

/* Blocks of a slab. `slots` is that of its class, here and below. */
static inline size_t vera_slab_blocks(const struct vera_slab *slab, size_t slots)
{
    return slab->full ? slots : slab->countdown;
}

/* Writes up to `count` blocks, from the lowest free slots, to `blocks`. Returns how many. A slab
 * that is full afterwards says so. */
size_t vera_slab_take(struct vera_slab *slab, size_t slots, void **blocks, size_t count);

/* The slot that starts at an offset. If none does, the result is above every slot, whatever the
 * offset is. A multiple of the size is divided exactly by a multiplication with the inverse of the
 * size's odd part and a rotation by its twos, and everything else becomes more than the largest
 * quotient (Granlund and Montgomery, "Division by Invariant Integers using Multiplication", 1994,
 * section 9). */
static inline uintptr_t vera_slab_slot(const struct vera_slab_shape *shape, uintptr_t offset)
{
    const unsigned bits = 8 * sizeof(uintptr_t);
    uintptr_t product = offset * shape->inverse;
    return product >> shape->twos | product << (bits - shape->twos);
}

/* What would be wrong with taking a block back, which may be anything. */
enum vera_misuse vera_slab_judge(const struct vera_slab *slab, const void *block);

/* Takes one block back, which may be anything. False, with nothing done, if vera_slab_judge would
 * find something wrong. `shape` is that of its class. The caller counts down. */
static inline bool vera_slab_give(struct vera_slab *slab, const struct vera_slab_shape *shape,
                                  size_t slots, const void *block)
{
    uintptr_t slot = vera_slab_slot(shape, (uintptr_t)block - (uintptr_t)slab->start);
    if (__builtin_expect(slot >= slots, 0)) {
        return false;
    }
    uint64_t *word = &slab->free[slot / VERA_SLAB_WORD];
    uint64_t bit = (uint64_t)1 << slot % VERA_SLAB_WORD;
    if (__builtin_expect((*word & bit) != 0, 0)) {
        return false;
    }
    *word |= bit;
    slab->first = 0;
    return true;
}

#endif
