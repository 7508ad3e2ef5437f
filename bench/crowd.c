/* Many threads, each with 1,000 live blocks of 8 to 4096 bytes of its own, small
 * ones more frequent, of which one at random is replaced: as many replacements in
 * all, however many threads share them.
 */
#include "random.h"
#include "row.h"

enum { LIVE = 1000, SIZES = 4096, REPLACEMENTS = 12800000, MOST = 64 };

static uint32_t sizes[SIZES];

struct member {
    struct allocator a;
    uint64_t seed;
    size_t replacements;
    size_t most; /* bytes live at once */
    pthread_t thread;
};

static void *live(void *argument)
{
    struct member *member = argument;
    const struct allocator a = member->a;
    struct {
        char *block;
        size_t size;
    } live[LIVE];
    uint64_t seed = member->seed;
    size_t next = random_below(&seed, SIZES);
    size_t bytes = 0;
    for (size_t i = 0; i < LIVE + member->replacements; i++) {
        size_t at = i < LIVE ? i : random_below(&seed, LIVE);
        if (i >= LIVE) {
            a.free(live[at].block, live[at].size, 0);
            bytes -= live[at].size;
        }
        live[at].size = sizes[next++ % SIZES];
        live[at].block = a.allocate(live[at].size, 0);
        live[at].block[0] = live[at].block[live[at].size - 1] = 1;
        bytes += live[at].size;
        member->most = bytes > member->most ? bytes : member->most;
    }
    for (size_t i = 0; i < LIVE; i++) {
        a.free(live[i].block, live[i].size, 0);
    }
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
    while (run_again(run, REPLACEMENTS)) {
        for (unsigned i = 0; i < threads; i++) {
            members[i].a = *run->allocator;
            members[i].seed = random_next(&seed);
            members[i].replacements = REPLACEMENTS / threads;
            run_thread(&members[i].thread, live, &members[i]);
        }
        for (unsigned i = 0; i < threads; i++) {
            pthread_join(members[i].thread, NULL);
        }
    }
    size_t most = 0;
    for (unsigned i = 0; i < threads; i++) {
        most += members[i].most;
    }
    run_metric(run, "live", (double)most);
}
