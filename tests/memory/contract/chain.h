/* Many blocks of one size in a linked list through the blocks themselves, so the list takes
 * no memory of its own.
 */
#ifndef VERA_TESTS_CHAIN_H
#define VERA_TESTS_CHAIN_H

#include <stddef.h>
#include <stdint.h>

struct chain {
    int64_t size; /* of a block, 8 or more */
    size_t count;
    void *last;
};

/* Adds up to `most` blocks and writes to each of their pages. Returns how many it added:
 * fewer than `most` if allocate returned null. */
size_t chain_add(struct chain *chain, size_t most);

/* Frees the last `most` blocks, or all if there are fewer. */
void chain_free(struct chain *chain, size_t most);

/* Bytes in all blocks. */
size_t chain_bytes(const struct chain *chain);

#endif
