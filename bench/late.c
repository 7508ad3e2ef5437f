/* A thread that has used many sizes, each to a depth, allocates and frees blocks of one that is new
 * to it.
 */
#include "row.h"

enum { ROUNDS = 12, DEEP = 1000, LESS_DEEP = 200, PAGE = 4096, MOST = 64 << 10, PAIRS = 10000 };

static void use(const struct allocator *a, size_t size)
{
    static void *blocks[DEEP];
    size_t count = size <= PAGE ? DEEP : LESS_DEEP;
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < count; i++) {
            blocks[i] = a->allocate(size, 0);
        }
        for (size_t i = 0; i < count; i++) {
            a->free(blocks[i], size, 0);
        }
    }
}

/* Sixteen sizes to 128 bytes, and then eight a doubling, which most size classes are. */
static size_t next_size(size_t size)
{
    return size < 128 ? size + 8 : size + size / 8;
}

void row_late(struct trial *trial)
{
    const struct allocator a = *trial->allocator;
    size_t late = trial->row->size;
    trial_set_baseline(trial);
    for (size_t size = 8; size <= MOST; size = next_size(size)) {
        if (size > late || next_size(size) <= late) {
            use(&a, size);
        }
    }
    while (trial_again(trial, PAIRS)) {
        for (size_t i = 0; i < PAIRS; i++) {
            void *block = a.allocate(late, 0);
            a.free(block, late, 0);
        }
    }
}
