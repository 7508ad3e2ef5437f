/* A block is taken and freed at once. */
#include "row.h"

void row_ping_pong(struct run *run)
{
    enum { PAIRS = 10000 };
    const struct allocator a = *run->allocator;
    size_t size = run->row->size;
    run_settled(run);
    while (run_again(run, PAIRS)) {
        for (size_t i = 0; i < PAIRS; i++) {
            void *block = a.allocate(size, 0);
            a.free(block, size, 0);
        }
    }
}
