/* A block in check mode: what its record says of it, and the marks in and beside it that show a
 * stray write. A block lies in a place, which has room on one side or both.
 */
#ifndef VERA_CHECK_BLOCK_H
#define VERA_CHECK_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vera_check_record;

enum vera_check_kind {
    VERA_CHECK_SLOT,    /* in a slot of a group */
    VERA_CHECK_RUN,     /* in a run of its own */
    VERA_CHECK_GUARDED, /* in pages of its own, between two guards */
    VERA_CHECK_SEALED   /* the same, of a block that was freed or has size 0: one guard in all */
};

enum vera_check_state {
    VERA_CHECK_NONE, /* no block yet, or the last one has left the quarantine */
    VERA_CHECK_LIVE,
    VERA_CHECK_FREED /* in the quarantine, or on the way there */
};

/* Bytes in each guard, where addresses allow it and it is more than a page. */
#define VERA_CHECK_WIDE_GUARD ((size_t)64 << 10)

#define VERA_CHECK_WIDE_BEFORE 1u
#define VERA_CHECK_WIDE_AFTER 2u

struct vera_check_block {
    struct vera_check_record *record;
    uint32_t use; /* of the record, by this block: see check/record.h */
    enum vera_check_state state;
    enum vera_check_kind kind;
    uint8_t wide; /* which of its guards are VERA_CHECK_WIDE_GUARD, and not a page */
    char *base;   /* of the place */
    size_t room;  /* bytes of the place, guards not counted */
    size_t slack; /* addresses between the guard before it and the place */
    char *start;  /* of the block */
    size_t size;  /* as it was asked for */
    size_t align;
    const void *allocated, *freed; /* return addresses */
    unsigned generation;           /* of the process that allocated it */
};

/* The end of the block, and that of its place. Even the byte of a block of size 0 is behind its
 * end. */
static inline char *vera_check_block_end(const struct vera_check_block *block)
{
    return block->start + block->size;
}

static inline char *vera_check_block_end_of_place(const struct vera_check_block *block)
{
    return block->base + block->room;
}

/* Makes a place a live block of `size` bytes; the place has marks on both sides of it. */
void vera_check_block_begin(struct vera_check_block *block, size_t size, size_t align,
                            const void *site);

/* The first byte beside the block that is no longer a mark; null if all are marks. */
const char *vera_check_block_overrun(const struct vera_check_block *block);

/* Marks both sides again. */
void vera_check_block_mark(const struct vera_check_block *block);

/* Fills a block that was claimed with marks, too, or makes its pages a guard. */
void vera_check_block_poison(struct vera_check_block *block);

/* The first byte of a poisoned place that was written to; null if none was. */
const char *vera_check_block_written(const struct vera_check_block *block);

/* Fills all of a poisoned place with marks again. */
void vera_check_block_poison_again(const struct vera_check_block *block);

/* Whether a block was allocated by this process and not by its parent. */
bool vera_check_block_is_own(const struct vera_check_block *block);

#endif
