/* The list of blocks: what functions gave to this session as its own, and what
 * it gave back. No two blocks on the list overlap: one that was given back
 * leaves the list when its memory is given out again. */
#ifndef VERA_REPL_BLOCKS_H
#define VERA_REPL_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct block {
    uintptr_t address;
    int64_t size; /* as it was asked for: 0 is possible */
    int64_t align;
    const struct callee *allocated_by; /* what returned it */
    const struct callee *freed_by;     /* what took it back; null while it is live */
    size_t allocated_line;             /* the lines where that happened */
    size_t freed_line;
};

struct blocks {
    struct block *list; /* by address */
    size_t count;
    size_t capacity;
};

/* Whether a block of `size` bytes at `address` can be: not when it would wrap
 * around or overlap a live block. An empty block still has its address. */
bool repl_blocks_admit(const struct blocks *blocks, uintptr_t address, int64_t size);

/* Puts a block on the list that repl_blocks_admit let pass. */
void repl_blocks_add(struct blocks *blocks, const struct block *block);

/* The block that `address` lies in, live or not, or else the live one that ends
 * there; null when there is none. */
struct block *repl_blocks_find(const struct blocks *blocks, uintptr_t address);

/* Where the block ends: an empty one takes up one byte. */
uintptr_t repl_blocks_end(const struct block *block);

void repl_blocks_release(struct blocks *blocks);

#endif
