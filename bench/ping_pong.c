/* Allocates a block and frees it at once. */
#include "row.h"

void row_ping_pong(struct trial *trial)
{
    enum { PAIRS = 10000 };
    const struct allocator a = *trial->allocator;
    size_t size = trial->row->size;
    trial_set_baseline(trial);
    while (trial_again(trial, PAIRS)) {
        for (size_t i = 0; i < PAIRS; i++) {
            void *block = a.allocate(size, 0);
            a.free(block, size, 0);
        }
    }
}
