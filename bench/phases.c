/* A program that works in phases: it allocates 100 MiB in blocks, writes each page, and frees all
 * of them. The blocks are of the row's size, or if that is 0, of another one in each phase.
 */
#include "row.h"

enum { BYTES = 100 << 20, LEAST = 1 << 10, SIZES = 8, PAGE = 4096 };

static void phase(const struct allocator *a, void **blocks, size_t size)
{
    size_t count = BYTES / size;
    for (size_t i = 0; i < count; i++) {
        char *block = a->allocate(size, 0);
        for (size_t at = 0; at < size; at += PAGE) {
            block[at] = 1;
        }
        blocks[i] = block;
    }
    for (size_t i = 0; i < count; i++) {
        a->free(blocks[i], size, 0);
    }
}

void row_phases(struct trial *trial)
{
    const struct allocator a = *trial->allocator;
    void **blocks = trial_map(BYTES / LEAST * sizeof *blocks);
    size_t size = trial->row->size;
    trial_set_baseline(trial);
    for (size_t done = 0; trial_again(trial, 1); done++) {
        phase(&a, blocks, size > 0 ? size : (size_t)LEAST << done % SIZES);
    }
}
