/* Each thread keeps its own blocks of 8 to 4096 bytes live, small ones more frequent, and replaces
 * one at random. The threads share 64,000 blocks and 12.8 million replacements, however many
 * threads there are.
 */
#include "random.h"
#include "row.h"

enum { BLOCKS = 64000, SIZES = 4096, REPLACEMENTS = 12800000, MOST = 64 };

static uint32_t sizes[SIZES];

struct worker {
    struct allocator a;
    uint64_t seed;
    size_t first, count; /* of the blocks */
    size_t replacements;
    size_t bytes, most; /* live now, and at the peak */
    pthread_t thread;
};

/* No thread goes on before all have their blocks, so that the peak of live bytes does not depend
 * on the allocator's speed. */
static pthread_barrier_t filled;

struct live {
    char *block;
    size_t size;
};

static void allocate_one(struct worker *worker, struct live *one, size_t size)
{
    one->size = size;
    one->block = worker->a.allocate(size, 0);
    one->block[0] = one->block[size - 1] = 1;
    worker->bytes += size;
    worker->most = worker->bytes > worker->most ? worker->bytes : worker->most;
}

static void free_one(struct worker *worker, const struct live *one)
{
    worker->a.free(one->block, one->size, 0);
    worker->bytes -= one->size;
}

static void *replace(void *argument)
{
    struct worker worker = *(struct worker *)argument;
    static struct live all[BLOCKS];
    struct live *live = all + worker.first;
    uint64_t seed = worker.seed;
    size_t next = random_below(&seed, SIZES);
    for (size_t i = 0; i < worker.count; i++) {
        allocate_one(&worker, &live[i], sizes[next++ % SIZES]);
    }
    pthread_barrier_wait(&filled);
    for (size_t i = 0; i < worker.replacements; i++) {
        struct live *one = &live[random_below(&seed, worker.count)];
        free_one(&worker, one);
        allocate_one(&worker, one, sizes[next++ % SIZES]);
    }
    for (size_t i = 0; i < worker.count; i++) {
        free_one(&worker, &live[i]);
    }
    ((struct worker *)argument)->most = worker.most;
    return NULL;
}

void row_threads(struct trial *trial)
{
    static struct worker workers[MOST];
    unsigned threads = trial->row->threads;
    uint64_t seed = RANDOM_SEED;
    for (size_t i = 0; i < SIZES; i++) {
        double part = random_unit(&seed);
        sizes[i] = 8 + (uint32_t)(part * part * part * part * (4096 - 8));
    }
    trial_set_baseline(trial);
    pthread_barrier_init(&filled, NULL, threads);
    while (trial_again(trial, REPLACEMENTS)) {
        for (unsigned i = 0; i < threads; i++) {
            workers[i].a = *trial->allocator;
            workers[i].seed = random_next(&seed);
            workers[i].count = BLOCKS / threads;
            workers[i].first = i * workers[i].count;
            workers[i].replacements = REPLACEMENTS / threads;
            workers[i].bytes = workers[i].most = 0;
            trial_start_thread(&workers[i].thread, replace, &workers[i]);
        }
        for (unsigned i = 0; i < threads; i++) {
            pthread_join(workers[i].thread, NULL);
        }
    }
    pthread_barrier_destroy(&filled);
    size_t most = 0;
    for (unsigned i = 0; i < threads; i++) {
        most += workers[i].most;
    }
    trial_metric(trial, "live", (double)most);
}
