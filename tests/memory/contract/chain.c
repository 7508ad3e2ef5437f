/* The list of blocks, the last one first. */
#include "chain.h"

#include <string.h>
#include <vera/memory.h>

#define PAGE 4096 /* the smallest there is */

size_t chain_add(struct chain *chain, size_t most)
{
    for (size_t added = 0; added < most; added++) {
        char *block = vera_memory_allocate(chain->size);
        if (block == NULL) {
            return added;
        }
        for (int64_t offset = 0; offset < chain->size; offset += PAGE) {
            block[offset] = 1;
        }
        memcpy(block, &chain->last, sizeof chain->last);
        chain->last = block;
        chain->count++;
    }
    return most;
}

void chain_free(struct chain *chain, size_t most)
{
    for (size_t freed = 0; freed < most && chain->last != NULL; freed++) {
        void *block = chain->last;
        memcpy(&chain->last, block, sizeof chain->last);
        chain->count--;
        vera_memory_free(block, chain->size);
    }
}

size_t chain_bytes(const struct chain *chain)
{
    return chain->count * (size_t)chain->size;
}
