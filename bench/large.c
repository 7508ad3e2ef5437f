/* 64 live blocks of 64 KiB to 4 MiB, of which one at random is replaced by
 * another. Smaller ones are more frequent: a uniform number is squared. Every
 * page is written.
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

static void take(const struct allocator *a, struct live *one, uint64_t *seed)
{
    one->size = next_size(seed);
    one->block = a->allocate(one->size, 0);
    for (size_t i = 0; i < one->size; i += PAGE) {
        one->block[i] = 1;
    }
}

void row_large(struct run *run)
{
    static struct live live[LIVE];
    uint64_t seed = RANDOM_SEED;
    const struct allocator a = *run->allocator;
    size_t bytes = 0;
    size_t most = 0;
    run_settled(run);
    for (size_t i = 0; i < LIVE; i++) {
        take(&a, &live[i], &seed);
        bytes += live[i].size;
    }
    while (run_again(run, REPLACEMENTS)) {
        for (size_t i = 0; i < REPLACEMENTS; i++) {
            struct live *one = &live[random_below(&seed, LIVE)];
            a.free(one->block, one->size, 0);
            bytes -= one->size;
            take(&a, one, &seed);
            bytes += one->size;
            most = bytes > most ? bytes : most;
        }
    }
    run_metric(run, "live", (double)most);
}
