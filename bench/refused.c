/* A request that no machine can serve, in a program that has some memory idle and some in use, and
 * a block of 256 KiB of which each page is written. */
#include "row.h"

enum { PAGE = 4096, SIZE = 256 << 10, LIVE = 32 };

void row_refused(struct trial *trial)
{
    const struct allocator a = *trial->allocator;
    char *live[LIVE];
    trial_set_baseline(trial);
    for (size_t i = 0; i < LIVE; i++) {
        live[i] = a.allocate(SIZE, 0);
        live[i][0] = 1;
    }
    for (size_t i = 0; i < LIVE; i += 2) {
        a.free(live[i], SIZE, 0);
    }
    while (trial_again(trial, 1)) {
        void *none = a.allocate(trial->row->size, 0);
        if (none != NULL) {
            a.free(none, trial->row->size, 0);
        }
        char *block = a.allocate(SIZE, 0);
        for (size_t i = 0; i < SIZE; i += PAGE) {
            block[i] = 1;
        }
        a.free(block, SIZE, 0);
    }
}
