/* Keeps 100,000 blocks of 8 to 32768 bytes live, and replaces one at random by one of another
 * size. Small sizes are more frequent, by a power law: the number of blocks of a size or larger is
 * proportional to that size to the power of -0.8. Writes the first and the last byte of each.
 */
#include "random.h"
#include "row.h"

#include <math.h>

enum { LIVE = 100000, SIZES = 1 << 16, LEAST = 8, MOST = 32768, REPLACEMENTS = 10000 };

static void fill(uint32_t *sizes, uint64_t *seed)
{
    const double power = 0.8;
    double rest = pow((double)LEAST / MOST, power);
    for (size_t i = 0; i < SIZES; i++) {
        double size = LEAST / pow(1 - random_unit(seed) * (1 - rest), 1 / power);
        sizes[i] = (uint32_t)size;
    }
}

void row_churn(struct trial *trial)
{
    struct live {
        char *block;
        size_t size;
    } *live = trial_map(LIVE * sizeof *live);
    uint32_t *sizes = trial_map(SIZES * sizeof *sizes);
    uint64_t seed = RANDOM_SEED;
    const struct allocator a = *trial->allocator;
    fill(sizes, &seed);
    trial_set_baseline(trial);
    for (size_t i = 0; i < LIVE; i++) {
        live[i].size = sizes[i % SIZES];
        live[i].block = a.allocate(live[i].size, 0);
        live[i].block[0] = live[i].block[live[i].size - 1] = 1;
    }
    size_t next = LIVE % SIZES;
    while (trial_again(trial, REPLACEMENTS)) {
        for (size_t i = 0; i < REPLACEMENTS; i++) {
            struct live *one = &live[random_below(&seed, LIVE)];
            size_t size = sizes[next++ % SIZES];
            a.free(one->block, one->size, 0);
            char *block = a.allocate(size, 0);
            block[0] = block[size - 1] = 1;
            one->block = block;
            one->size = size;
        }
    }
}
