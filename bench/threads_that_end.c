/* A thread starts, allocates and frees blocks, one after the other, and ends. */
#include "random.h"
#include "row.h"

enum { MOST = 1000, THREADS = 50 };

static uint32_t sizes[MOST];
static size_t pairs;

static void *work(void *argument)
{
    const struct allocator a = *(const struct allocator *)argument;
    for (size_t i = 0; i < pairs; i++) {
        char *block = a.allocate(sizes[i], 0);
        block[0] = 1;
        a.free(block, sizes[i], 0);
    }
    return NULL;
}

static void run(struct trial *trial)
{
    trial_set_baseline(trial);
    while (trial_again(trial, THREADS)) {
        for (size_t i = 0; i < THREADS; i++) {
            pthread_t thread;
            trial_start_thread(&thread, work, (void *)trial->allocator);
            pthread_join(thread, NULL);
        }
    }
}

/* 1,000 blocks of 16 to 1024 bytes. */
void row_threads_that_end(struct trial *trial)
{
    uint64_t seed = RANDOM_SEED;
    pairs = MOST;
    random_sizes(sizes, pairs, 16, 1024, &seed);
    run(trial);
}

/* As many blocks as the row says, each of another size class. */
void row_thread_of_sizes(struct trial *trial)
{
    pairs = trial->row->blocks;
    for (size_t i = 0; i < pairs; i++) {
        sizes[i] = (uint32_t)(100 + 40 * i);
    }
    run(trial);
}
