/* Keeps 64 blocks of 64 KiB to 4 MiB live, and replaces one at random. Smaller ones are more
 * frequent: a uniform number is squared. Writes every page.
 */
#include "random.h"
#include "row.h"

enum { LIVE = 64, REPLACEMENTS = 16, PAGE = 4096, LEAST = 64 << 10, MOST = 4 << 20 };

struct live {
    char *block;
    size_t size;
};

static size_t next_size(uint64_t *seed)
{
    double part = random_unit(seed);
    return LEAST + (size_t)(part * part * (MOST - LEAST));
}

static void allocate_one(const struct allocator *a, struct live *one, uint64_t *seed)
{
    one->size = next_size(seed);
    one->block = a->allocate(one->size, 0);
    for (size_t i = 0; i < one->size; i += PAGE) {
        one->block[i] = 1;
    }
}

void row_large(struct trial *trial)
{
    static struct live live[LIVE];
    uint64_t seed = RANDOM_SEED;
    const struct allocator a = *trial->allocator;
    size_t bytes = 0;
    size_t most = 0;
    trial_set_baseline(trial);
    for (size_t i = 0; i < LIVE; i++) {
        allocate_one(&a, &live[i], &seed);
        bytes += live[i].size;
    }
    while (trial_again(trial, REPLACEMENTS)) {
        for (size_t i = 0; i < REPLACEMENTS; i++) {
            struct live *one = &live[random_below(&seed, LIVE)];
            a.free(one->block, one->size, 0);
            bytes -= one->size;
            allocate_one(&a, one, &seed);
            bytes += one->size;
            most = bytes > most ? bytes : most;
        }
    }
    trial_metric(trial, "live", (double)most);
}
