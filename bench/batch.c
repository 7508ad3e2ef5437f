/* 1,000 blocks of 16 to 1024 bytes are taken, and freed in one of three orders. */
#include "random.h"
#include "row.h"

enum { BLOCKS = 1000, ROUNDS = 10 };

static void batch(struct run *run, const uint32_t order[BLOCKS])
{
    static uint32_t sizes[BLOCKS];
    static void *blocks[BLOCKS];
    uint64_t seed = RANDOM_SEED;
    const struct allocator a = *run->allocator;
    random_sizes(sizes, BLOCKS, 16, 1024, &seed);
    run_settled(run);
    while (run_again(run, BLOCKS * ROUNDS)) {
        for (size_t round = 0; round < ROUNDS; round++) {
            for (size_t i = 0; i < BLOCKS; i++) {
                blocks[i] = a.allocate(sizes[i], 0);
            }
            for (size_t i = 0; i < BLOCKS; i++) {
                a.free(blocks[order[i]], sizes[order[i]], 0);
            }
        }
    }
}

void row_batch_first_first(struct run *run)
{
    uint32_t order[BLOCKS];
    for (uint32_t i = 0; i < BLOCKS; i++) {
        order[i] = i;
    }
    batch(run, order);
}

void row_batch_last_first(struct run *run)
{
    uint32_t order[BLOCKS];
    for (uint32_t i = 0; i < BLOCKS; i++) {
        order[i] = BLOCKS - 1 - i;
    }
    batch(run, order);
}

void row_batch_random(struct run *run)
{
    uint32_t order[BLOCKS];
    uint64_t seed = RANDOM_SEED + 1;
    random_order(order, BLOCKS, &seed);
    batch(run, order);
}
