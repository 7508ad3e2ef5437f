/* What stays resident when a program has freed nearly all, and goes on with little. */
#include "random.h"
#include "row.h"

#include <time.h>

enum { GIB = 1 << 30, PAGE = 4096, BLOCKS = 400000, KEPT = 20, MOST = 1024 };

/* A program that goes on calls now and then. It rests shortly if a count of iterations is set. */
static void rest(const struct trial *trial, unsigned tenths)
{
    const struct allocator *a = trial->allocator;
    for (unsigned i = 0; i < (trial->iterations > 0 ? 1 : tenths); i++) {
        nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
        void *block = a->allocate(PAGE, 0);
        a->free(block, PAGE, 0);
    }
}

static void measure(struct trial *trial, const char *metric)
{
    size_t resident = trial_resident();
    trial_metric(trial, metric,
                 resident > trial->resident ? (double)(resident - trial->resident) : 0);
}

/* Of blocks of 16 to 1024 bytes all are freed but one in 20; then the program rests for three
 * seconds. */
void row_holes(struct trial *trial)
{
    const struct allocator a = *trial->allocator;
    struct block {
        char *start;
        uint32_t size;
    } *blocks = trial_map(BLOCKS * sizeof *blocks);
    uint64_t seed = RANDOM_SEED;
    size_t live = 0;
    trial_set_baseline(trial);
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i].size = (uint32_t)(16 + random_below(&seed, MOST - 15));
        blocks[i].start = a.allocate(blocks[i].size, 0);
        blocks[i].start[0] = blocks[i].start[blocks[i].size - 1] = 1;
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        if (i % KEPT == 0) {
            live += blocks[i].size;
        } else {
            a.free(blocks[i].start, blocks[i].size, 0);
        }
    }
    measure(trial, "left");
    rest(trial, 30);
    measure(trial, "left later");
    trial_metric(trial, "live", (double)live);
}

/* 1 GiB in blocks of the row's size; then a second, and a call. */
void row_freed(struct trial *trial)
{
    const struct allocator a = *trial->allocator;
    size_t size = trial->row->size;
    size_t count = GIB / size;
    char **blocks = trial_map(count * sizeof *blocks);
    trial_set_baseline(trial);
    for (size_t i = 0; i < count; i++) {
        blocks[i] = a.allocate(size, 0);
        for (size_t at = 0; at < size; at += PAGE) {
            blocks[i][at] = 1;
        }
    }
    for (size_t i = 0; i < count; i++) {
        a.free(blocks[i], size, 0);
    }
    measure(trial, "left");
    nanosleep(&(struct timespec){.tv_sec = 1, .tv_nsec = 100000000}, NULL);
    rest(trial, 1);
    measure(trial, "left later");
}
