/* A sorted array. Every call looks blocks up, and the language has no loops, so
 * there are never more blocks than the script has calls. */
#include "blocks.h"

#include "alloc.h"

#include <stdlib.h>
#include <string.h>

uintptr_t repl_blocks_end(const struct block *block)
{
    return block->address + (block->size > 0 ? (uintptr_t)block->size : 1);
}

/* The number of blocks that start at or below `address`. */
static size_t rank(const struct blocks *blocks, uintptr_t address)
{
    size_t low = 0;
    size_t high = blocks->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (blocks->list[middle].address <= address) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The index of the first block that ends above `address`. */
static size_t first_above(const struct blocks *blocks, uintptr_t address)
{
    size_t index = rank(blocks, address);
    return index > 0 && repl_blocks_end(&blocks->list[index - 1]) > address ? index - 1 : index;
}

bool repl_blocks_admit(const struct blocks *blocks, uintptr_t address, int64_t size)
{
    if (size < 0 || (uint64_t)size >= UINTPTR_MAX - address) {
        return false;
    }
    struct block block = {.address = address, .size = size};
    size_t index = first_above(blocks, address);
    for (; index < blocks->count && blocks->list[index].address < repl_blocks_end(&block);
         index++) {
        if (blocks->list[index].freed_by == NULL) {
            return false;
        }
    }
    return true;
}

void repl_blocks_add(struct blocks *blocks, const struct block *block)
{
    size_t first = first_above(blocks, block->address);
    size_t after = first;
    while (after < blocks->count && blocks->list[after].address < repl_blocks_end(block)) {
        after++;
    }
    blocks->list =
        repl_alloc_grow(blocks->list, blocks->count, sizeof *blocks->list, &blocks->capacity);
    memmove(blocks->list + first + 1, blocks->list + after,
            (blocks->count - after) * sizeof *blocks->list);
    blocks->list[first] = *block;
    blocks->count = blocks->count + 1 - (after - first);
}

struct block *repl_blocks_find(const struct blocks *blocks, uintptr_t address)
{
    size_t index = rank(blocks, address);
    if (index == 0) {
        return NULL;
    }
    struct block *block = &blocks->list[index - 1];
    /* An address just past a live block most likely comes from an overrun of it. */
    uintptr_t end = repl_blocks_end(block) + (block->freed_by == NULL);
    return address < end ? block : NULL;
}

void repl_blocks_release(struct blocks *blocks)
{
    free(blocks->list);
    *blocks = (struct blocks){0};
}
