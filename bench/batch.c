/* Allocates 1,000 blocks of 16 to 1024 bytes, and frees them in one of three orders. */
#include "random.h"
#include "row.h"

enum { BLOCKS = 1000, BATCHES = 10 };

static void batch(struct trial *trial, const uint32_t order[BLOCKS])
{
    static uint32_t sizes[BLOCKS];
    static void *blocks[BLOCKS];
    uint64_t seed = RANDOM_SEED;
    const struct allocator a = *trial->allocator;
    random_sizes(sizes, BLOCKS, 16, 1024, &seed);
    trial_set_baseline(trial);
    while (trial_again(trial, BLOCKS * BATCHES)) {
        for (size_t done = 0; done < BATCHES; done++) {
            for (size_t i = 0; i < BLOCKS; i++) {
                blocks[i] = a.allocate(sizes[i], 0);
            }
            for (size_t i = 0; i < BLOCKS; i++) {
                a.free(blocks[order[i]], sizes[order[i]], 0);
            }
        }
    }
}

void row_batch_first_first(struct trial *trial)
{
    uint32_t order[BLOCKS];
    for (uint32_t i = 0; i < BLOCKS; i++) {
        order[i] = i;
    }
    batch(trial, order);
}

void row_batch_last_first(struct trial *trial)
{
    uint32_t order[BLOCKS];
    for (uint32_t i = 0; i < BLOCKS; i++) {
        order[i] = BLOCKS - 1 - i;
    }
    batch(trial, order);
}

void row_batch_random(struct trial *trial)
{
    uint32_t order[BLOCKS];
    uint64_t seed = RANDOM_SEED + 1;
    random_order(order, BLOCKS, &seed);
    batch(trial, order);
}
