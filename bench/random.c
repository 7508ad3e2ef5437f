#include "random.h"

void random_sizes(uint32_t *sizes, size_t count, size_t least, size_t most, uint64_t *state)
{
    for (size_t i = 0; i < count; i++) {
        sizes[i] = (uint32_t)(least + random_below(state, most - least + 1));
    }
}

void random_order(uint32_t *order, size_t count, uint64_t *state)
{
    for (size_t i = 0; i < count; i++) {
        size_t other = random_below(state, i + 1);
        order[i] = order[other];
        order[other] = (uint32_t)i;
    }
}
