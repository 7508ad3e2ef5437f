/* A block in check mode: its record, and what is written in its place to be found
 * changed.
 */
#ifndef VERA_CHECKED_H
#define VERA_CHECKED_H

#include "system.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum vera_checked_state {
    VERA_CHECKED_NONE, /* no block was here yet, or the last one has left the quarantine */
    VERA_CHECKED_LIVE,
    VERA_CHECKED_FREED /* in the quarantine */
};

enum vera_checked_kind {
    VERA_CHECKED_SLOT,    /* in a slot of a slab */
    VERA_CHECKED_RUN,     /* in a run of its own */
    VERA_CHECKED_GUARDED, /* in pages of its own, of which the last is out of reach */
    VERA_CHECKED_SEALED   /* the same, of a freed block that nobody can have written to */
};

/* Stays the record of a place for good, like those of slabs: whoever finds one may
 * read it. One cache line, because it is seldom in a cache when a block is freed. */
struct vera_checked {
    _Atomic(uint8_t) state; /* enum vera_checked_state */
    uint8_t kind;           /* enum vera_checked_kind */
    uint8_t class;          /* of the slot */
    uint8_t align_bits;     /* the logarithm of the alignment, as it was asked for, 8 at least */
    uint32_t generation;    /* of the process that allocated it */
    char *base;             /* of the place */
    size_t room;            /* bytes of the place that may be touched */
    char *block;
    size_t size;                   /* as it was asked for */
    const void *allocated, *freed; /* return addresses */
    struct vera_checked *next;     /* in the quarantine, or among the unused */
};

static inline enum vera_checked_state vera_checked_state(const struct vera_checked *checked)
{
    return (enum vera_checked_state)atomic_load_explicit(&checked->state, memory_order_acquire);
}

static inline size_t vera_checked_align(const struct vera_checked *checked)
{
    return (size_t)1 << checked->align_bits;
}

/* What a block that was asked for with size 0 has, too. */
static inline size_t vera_checked_bytes(size_t size)
{
    return size == 0 ? 1 : size;
}

/* Past the last byte of the block, and past that of its place. */
static inline char *vera_checked_end(const struct vera_checked *checked)
{
    return checked->block + vera_checked_bytes(checked->size);
}

static inline char *vera_checked_end_of_place(const struct vera_checked *checked)
{
    return checked->base + checked->room;
}

/* Makes a place a live block, with both of its sides marked. */
void vera_checked_begin(struct vera_checked *checked, size_t size, size_t align, const void *site);

/* The record of what lies at an address, which may be anything; null if nothing of
 * this library does. */
struct vera_checked *vera_checked_find(const void *addr);

/* The record of the first place with a block, live or freed, that `count` bytes from an
 * address reach; null if they reach none. */
struct vera_checked *vera_checked_find_in(const void *addr, size_t count);

/* The first byte beside the block that is not as it was marked; null if all are. */
const char *vera_checked_overrun(const struct vera_checked *checked);

/* Marks both sides again. */
void vera_checked_mark(const struct vera_checked *checked);

/* Marks the bytes of a freed block, too, or puts them out of reach. */
void vera_checked_spoil(struct vera_checked *checked);

/* The first byte of a spoilt place that was written; null if none was. */
const char *vera_checked_written(const struct vera_checked *checked);

/* Marks all of a spoilt place again. */
void vera_checked_spoil_again(const struct vera_checked *checked);

/* Whether a block is live that this process allocated, and not the one it was forked
 * from. */
bool vera_checked_is_live_here(const struct vera_checked *checked);

/* What a forked child does about that. */
void vera_checked_forked(void);

#endif
