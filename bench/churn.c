/* Keeps blocks live, and replaces one at random by one of another size. Writes the first and the
 * last byte of each.
 */
#include "random.h"
#include "row.h"

#include <math.h>

enum { SIZES = 1 << 16, LEAST = 8, REPLACEMENTS = 10000 };

struct live {
    char *block;
    size_t size;
};

static void allocate_one(const struct allocator *a, struct live *one, size_t size)
{
    one->size = size;
    one->block = a->allocate(size, 0);
    one->block[0] = one->block[size - 1] = 1;
}

static void replace(struct trial *trial, const uint32_t *sizes, uint64_t seed, size_t count)
{
    struct live *live = trial_map(count * sizeof *live);
    const struct allocator a = *trial->allocator;
    size_t next = 0;
    trial_set_baseline(trial);
    for (size_t i = 0; i < count; i++) {
        allocate_one(&a, &live[i], sizes[next++ % SIZES]);
    }
    while (trial_again(trial, REPLACEMENTS)) {
        for (size_t i = 0; i < REPLACEMENTS; i++) {
            struct live *one = &live[random_below(&seed, count)];
            a.free(one->block, one->size, 0);
            allocate_one(&a, one, sizes[next++ % SIZES]);
        }
    }
}

/* 100,000 blocks of up to 32768 bytes. Small sizes are more frequent, by a power law: the number of
 * blocks of a size or larger is proportional to that size to the power of -0.8. */
void row_churn(struct trial *trial)
{
    enum { LIVE = 100000, MOST = 32768 };
    const double power = 0.8;
    double rest = pow((double)LEAST / MOST, power);
    uint32_t *sizes = trial_map(SIZES * sizeof *sizes);
    uint64_t seed = RANDOM_SEED;
    for (size_t i = 0; i < SIZES; i++) {
        sizes[i] = (uint32_t)(LEAST / pow(1 - random_unit(&seed) * (1 - rest), 1 / power));
    }
    replace(trial, sizes, seed, LIVE);
}

/* 1,000 blocks of up to the row's size, all sizes alike. */
void row_mix(struct trial *trial)
{
    uint32_t *sizes = trial_map(SIZES * sizeof *sizes);
    uint64_t seed = RANDOM_SEED;
    random_sizes(sizes, SIZES, LEAST, trial->row->size, &seed);
    replace(trial, sizes, seed, 1000);
}
