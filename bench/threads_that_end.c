/* A thread starts, allocates and frees 1,000 blocks of 16 to 1024 bytes, one after the other, and
 * ends.
 */
#include "random.h"
#include "row.h"

enum { PAIRS = 1000, THREADS = 50 };

static uint32_t sizes[PAIRS];

static void *work(void *argument)
{
    const struct allocator a = *(const struct allocator *)argument;
    for (size_t i = 0; i < PAIRS; i++) {
        char *block = a.allocate(sizes[i], 0);
        block[0] = 1;
        a.free(block, sizes[i], 0);
    }
    return NULL;
}

void row_threads_that_end(struct trial *trial)
{
    uint64_t seed = RANDOM_SEED;
    random_sizes(sizes, PAIRS, 16, 1024, &seed);
    trial_set_baseline(trial);
    while (trial_again(trial, THREADS)) {
        for (size_t i = 0; i < THREADS; i++) {
            pthread_t thread;
            trial_start_thread(&thread, work, (void *)trial->allocator);
            pthread_join(thread, NULL);
        }
    }
}
