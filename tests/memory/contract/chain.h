/* Many blocks of one size, each of which holds the address of the next: to keep
 * them takes no memory.
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

/* Adds up to `most` blocks and writes to each of their pages. Returns how many
 * it added; less than `most` when allocate returned null. */
size_t chain_add(struct chain *chain, size_t most);

/* Frees the `most` last blocks, or all. */
void chain_free(struct chain *chain, size_t most);

/* Bytes in all blocks. */
size_t chain_bytes(const struct chain *chain);

#endif
