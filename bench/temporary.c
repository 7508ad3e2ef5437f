/* Allocates one or two large blocks, writes each page of them, and frees them. */
#include "row.h"

#include <string.h>

enum { PAGE = 4096, MOST = 2 };

static char *allocate_one(const struct allocator *a, size_t size)
{
    char *block = a->allocate(size, 0);
    for (size_t i = 0; i < size; i += PAGE) {
        block[i] = 1;
    }
    return block;
}

void row_temporary(struct trial *trial)
{
    const struct allocator a = *trial->allocator;
    size_t size = trial->row->size;
    size_t count = trial->row->blocks;
    char *blocks[MOST];
    trial_set_baseline(trial);
    while (trial_again(trial, count)) {
        for (size_t i = 0; i < count; i++) {
            blocks[i] = allocate_one(&a, size);
        }
        for (size_t i = 0; i < count; i++) {
            a.free(blocks[i], size, 0);
        }
    }
}

/* A buffer that grows by half at a time from 1 KiB to the row's size, as a string does that a
 * program appends to. */
void row_growing(struct trial *trial)
{
    const struct allocator a = *trial->allocator;
    trial_set_baseline(trial);
    while (trial_again(trial, 1)) {
        size_t size = 1024;
        char *block = allocate_one(&a, size);
        while (size < trial->row->size) {
            size_t more = size + size / 2;
            char *larger = allocate_one(&a, more);
            memcpy(larger, block, size);
            a.free(block, size, 0);
            block = larger;
            size = more;
        }
        a.free(block, size, 0);
    }
}
