/* Allocates 100,000 blocks of one size and frees them, the oldest first or in random order: far
 * more than a thread's cache holds, so that nearly each of them passes through what threads share.
 */
#include "random.h"
#include "row.h"

enum { BLOCKS = 100000 };

static void fill_and_free(struct trial *trial, const uint32_t *order)
{
    const struct allocator a = *trial->allocator;
    void **blocks = trial_map(BLOCKS * sizeof *blocks);
    size_t size = trial->row->size;
    trial_set_baseline(trial);
    while (trial_again(trial, BLOCKS)) {
        for (size_t i = 0; i < BLOCKS; i++) {
            blocks[i] = a.allocate(size, 0);
        }
        for (size_t i = 0; i < BLOCKS; i++) {
            a.free(blocks[order[i]], size, 0);
        }
    }
}

void row_miss_in_order(struct trial *trial)
{
    uint32_t *order = trial_map(BLOCKS * sizeof *order);
    for (uint32_t i = 0; i < BLOCKS; i++) {
        order[i] = i;
    }
    fill_and_free(trial, order);
}

void row_miss_at_random(struct trial *trial)
{
    uint32_t *order = trial_map(BLOCKS * sizeof *order);
    uint64_t seed = RANDOM_SEED;
    random_order(order, BLOCKS, &seed);
    fill_and_free(trial, order);
}
