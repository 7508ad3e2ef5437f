/* Threads with live blocks of 8 to 4096 bytes of their own, small ones more
 * frequent, of which one at random is replaced: as many blocks and replacements in
 * all, 64,000 and 12.8 million, however many threads share them.
 */
#include "random.h"
#include "row.h"

enum { BLOCKS = 64000, SIZES = 4096, REPLACEMENTS = 12800000, MOST = 64 };

static uint32_t sizes[SIZES];

struct member {
    struct allocator a;
    uint64_t seed;
    size_t first, count; /* of the blocks */
    size_t replacements;
    size_t bytes, most; /* live now, and at most */
    pthread_t thread;
};

/* Nobody goes on before everybody has its blocks, so that as much is live at once
 * with a fast allocator as with a slow one. */
static pthread_barrier_t filled;

struct live {
    char *block;
    size_t size;
};

static void take(struct member *member, struct live *one, size_t size)
{
    one->size = size;
    one->block = member->a.allocate(size, 0);
    one->block[0] = one->block[size - 1] = 1;
    member->bytes += size;
    member->most = member->bytes > member->most ? member->bytes : member->most;
}

static void drop(struct member *member, const struct live *one)
{
    member->a.free(one->block, one->size, 0);
    member->bytes -= one->size;
}

static void *live(void *argument)
{
    struct member member = *(struct member *)argument;
    static struct live all[BLOCKS];
    struct live *live = all + member.first;
    uint64_t seed = member.seed;
    size_t next = random_below(&seed, SIZES);
    for (size_t i = 0; i < member.count; i++) {
        take(&member, &live[i], sizes[next++ % SIZES]);
    }
    pthread_barrier_wait(&filled);
    for (size_t i = 0; i < member.replacements; i++) {
        struct live *one = &live[random_below(&seed, member.count)];
        drop(&member, one);
        take(&member, one, sizes[next++ % SIZES]);
    }
    for (size_t i = 0; i < member.count; i++) {
        drop(&member, &live[i]);
    }
    ((struct member *)argument)->most = member.most;
    return NULL;
}

void row_crowd(struct run *run)
{
    static struct member members[MOST];
    unsigned threads = run->row->threads;
    uint64_t seed = RANDOM_SEED;
    for (size_t i = 0; i < SIZES; i++) {
        double part = random_unit(&seed);
        sizes[i] = 8 + (uint32_t)(part * part * part * part * (4096 - 8));
    }
    run_settled(run);
    pthread_barrier_init(&filled, NULL, threads);
    while (run_again(run, REPLACEMENTS)) {
        for (unsigned i = 0; i < threads; i++) {
            members[i].a = *run->allocator;
            members[i].seed = random_next(&seed);
            members[i].count = BLOCKS / threads;
            members[i].first = i * members[i].count;
            members[i].replacements = REPLACEMENTS / threads;
            members[i].bytes = members[i].most = 0;
            run_thread(&members[i].thread, live, &members[i]);
        }
        for (unsigned i = 0; i < threads; i++) {
            pthread_join(members[i].thread, NULL);
        }
    }
    pthread_barrier_destroy(&filled);
    size_t most = 0;
    for (unsigned i = 0; i < threads; i++) {
        most += members[i].most;
    }
    run_metric(run, "live", (double)most);
}
