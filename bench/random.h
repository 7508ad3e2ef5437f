/* Random numbers, the same in each trial. Marsaglia's xorshift ("Xorshift RNGs", 2003) is fast: a
 * row must not measure its generator.
 */
#ifndef BENCH_RANDOM_H
#define BENCH_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#define RANDOM_SEED UINT64_C(0x9E3779B97F4A7C15)

static inline uint64_t random_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* A number below `bound`, which is below 2^32. */
static inline size_t random_below(uint64_t *state, size_t bound)
{
    return (size_t)(((random_next(state) >> 32) * bound) >> 32);
}

/* A number of at least 0 and below 1. */
static inline double random_unit(uint64_t *state)
{
    return (double)(random_next(state) >> 11) / (double)(UINT64_C(1) << 53);
}

/* Fills `sizes` with numbers from `least` to `most`, uniformly distributed. */
void random_sizes(uint32_t *sizes, size_t count, size_t least, size_t most, uint64_t *state);

/* Fills `order` with the numbers below `count`, in random order. */
void random_order(uint32_t *order, size_t count, uint64_t *state);

#endif
