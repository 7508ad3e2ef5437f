/* The list of the blocks that modules allocated for this session, live and freed.
 * No two blocks on the list overlap: a freed one leaves it when its memory is
 * allocated again. The list only records; vet.h decides what a call may do. */
#ifndef VERA_REPL_BLOCKS_H
#define VERA_REPL_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct block {
    uintptr_t address;
    int64_t size; /* as requested; may be 0 */
    int64_t align;
    const struct callee *allocated_by;
    const struct callee *freed_by; /* null while the block is live */
    size_t allocated_line;
    size_t freed_line;
};

struct blocks {
    struct block *list; /* sorted by address */
    size_t count;
    size_t capacity;
};

/* Whether a new block of `size` bytes can be at `address`. It must not wrap around
 * or overlap a live block. An empty block still occupies its address. */
bool repl_blocks_admit(const struct blocks *blocks, uintptr_t address, int64_t size);

/* Adds a block that repl_blocks_admit accepts. */
void repl_blocks_add(struct blocks *blocks, const struct block *block);

/* Returns the block that contains `address`, live or freed; if there is none, the
 * live block that ends there; otherwise null. */
struct block *repl_blocks_find(const struct blocks *blocks, uintptr_t address);

/* The address just past the block. An empty block counts as one byte. */
uintptr_t repl_blocks_end(const struct block *block);

/* Frees the list itself, not the blocks on it. */
void repl_blocks_release(struct blocks *blocks);

#endif
