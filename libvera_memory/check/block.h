/* A block in check mode: its record, and the marks in and beside it that show a stray write.
 * A block lies in a place, which has room on one side or both.
 */
#ifndef VERA_CHECK_BLOCK_H
#define VERA_CHECK_BLOCK_H

#include "system.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum vera_check_block_state {
    VERA_CHECK_NONE, /* no block yet, or the last one has left the quarantine */
    VERA_CHECK_LIVE,
    VERA_CHECK_FREED /* in the quarantine */
};

enum vera_check_block_kind {
    VERA_CHECK_SLOT,    /* in a slot of a slab */
    VERA_CHECK_RUN,     /* in a run of its own */
    VERA_CHECK_GUARDED, /* in pages of its own, with a guard after them */
    VERA_CHECK_SEALED   /* the same, of a freed block, whose pages are a guard, too */
};

/* The record of a place, for good, like those of slabs: any thread may read a record that it
 * finds. One cache line, because it is seldom in the processor's caches at a free. */
struct vera_check_block {
    _Atomic(uint8_t) state;        /* enum vera_check_block_state */
    uint8_t kind;                  /* enum vera_check_block_kind */
    uint8_t class;                 /* of the slot */
    uint8_t align_bits;            /* the binary logarithm of the alignment, which is 8 at least */
    uint32_t generation;           /* of the process that allocated it */
    char *base;                    /* of the place */
    size_t room;                   /* bytes of the place, guards not counted */
    char *start;                   /* of the block */
    size_t size;                   /* as it was asked for */
    const void *allocated, *freed; /* return addresses */
    struct vera_check_block *next; /* in the quarantine, or among free records */
};

static inline enum vera_check_block_state
vera_check_block_state(const struct vera_check_block *block)
{
    return (enum vera_check_block_state)atomic_load_explicit(&block->state, memory_order_acquire);
}

static inline size_t vera_check_block_align(const struct vera_check_block *block)
{
    return (size_t)1 << block->align_bits;
}

/* The bytes that a block counts as: 1 for size 0. */
static inline size_t vera_check_block_bytes(size_t size)
{
    return size == 0 ? 1 : size;
}

/* The end of the block, and that of its place. */
static inline char *vera_check_block_end(const struct vera_check_block *block)
{
    return block->start + vera_check_block_bytes(block->size);
}

static inline char *vera_check_block_end_of_place(const struct vera_check_block *block)
{
    return block->base + block->room;
}

/* Makes a place a live block, with marks on both sides. */
void vera_check_block_begin(struct vera_check_block *block, size_t size, size_t align,
                            const void *site);

/* The record of the place at an address, which may be anything; null if there is none. */
struct vera_check_block *vera_check_block_find(const void *addr);

/* The record of the first place with a block, live or freed, among `count` bytes from an
 * address; null if there is none. */
struct vera_check_block *vera_check_block_find_in(const void *addr, size_t count);

/* The first byte beside the block that is no longer a mark; null if all are marks. */
const char *vera_check_block_overrun(const struct vera_check_block *block);

/* Marks both sides again. */
void vera_check_block_mark(const struct vera_check_block *block);

/* Fills a freed block with marks, too, or makes its pages a guard. */
void vera_check_block_poison(struct vera_check_block *block);

/* The first byte of a poisoned place that was written to; null if none was. */
const char *vera_check_block_written(const struct vera_check_block *block);

/* Fills all of a poisoned place with marks again. */
void vera_check_block_poison_again(const struct vera_check_block *block);

/* Whether a block is live, and was allocated by this process and not by its parent. */
bool vera_check_block_is_live_here(const struct vera_check_block *block);

/* Called in a forked child, for the function above. */
void vera_check_block_forked(void);

#endif
