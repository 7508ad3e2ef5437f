/* 100,000 live blocks of 8 to 32768 bytes, of which one at random is replaced by
 * another size. Small sizes are more frequent, by a power law: so many blocks
 * have a size or a larger one as that size to the power of -0.8. The first and
 * the last byte are written.
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

void row_churn(struct run *run)
{
    struct live {
        char *block;
        size_t size;
    } *live = run_space(LIVE * sizeof *live);
    uint32_t *sizes = run_space(SIZES * sizeof *sizes);
    uint64_t seed = RANDOM_SEED;
    const struct allocator a = *run->allocator;
    fill(sizes, &seed);
    run_settled(run);
    for (size_t i = 0; i < LIVE; i++) {
        live[i].size = sizes[i % SIZES];
        live[i].block = a.allocate(live[i].size, 0);
        live[i].block[0] = live[i].block[live[i].size - 1] = 1;
    }
    size_t next = LIVE % SIZES;
    while (run_again(run, REPLACEMENTS)) {
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
