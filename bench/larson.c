/* Larson and Krishnan's server ("Memory Allocation for Long-Running Server Applications", 1998):
 * each of two threads keeps 1,000 blocks of 16 to 1024 bytes live, replaces blocks at random, and
 * then hands all of them to a new thread and ends.
 */
#include "random.h"
#include "row.h"

enum { LIVE = 1000, SIZES = 4096, REPLACEMENTS = 50000, HEIRS = 4, LINEAGES = 2 };

static uint32_t sizes[SIZES];

struct lineage {
    _Alignas(64) struct allocator a;
    uint64_t seed;
    size_t next; /* in sizes */
    struct live {
        char *block;
        size_t size;
    } live[LIVE];
};

static void *replace(void *argument)
{
    struct lineage *lineage = argument;
    const struct allocator a = lineage->a;
    uint64_t seed = lineage->seed;
    size_t next = lineage->next;
    for (size_t i = 0; i < REPLACEMENTS; i++) {
        struct live *one = &lineage->live[random_below(&seed, LIVE)];
        size_t size = sizes[next++ % SIZES];
        a.free(one->block, one->size, 0);
        one->block = a.allocate(size, 0);
        one->block[0] = 1;
        one->size = size;
    }
    lineage->seed = seed;
    lineage->next = next;
    return NULL;
}

static void *hand_on(void *argument)
{
    for (size_t heir = 0; heir < HEIRS; heir++) {
        pthread_t thread;
        trial_start_thread(&thread, replace, argument);
        pthread_join(thread, NULL);
    }
    return NULL;
}

void row_larson(struct trial *trial)
{
    static struct lineage lineages[LINEAGES];
    uint64_t seed = RANDOM_SEED;
    random_sizes(sizes, SIZES, 16, 1024, &seed);
    trial_set_baseline(trial);
    for (size_t i = 0; i < LINEAGES; i++) {
        lineages[i].a = *trial->allocator;
        lineages[i].seed = seed + i;
        lineages[i].next = i * SIZES / LINEAGES;
        for (size_t j = 0; j < LIVE; j++) {
            lineages[i].live[j].size = sizes[j];
            lineages[i].live[j].block = trial->allocator->allocate(sizes[j], 0);
        }
    }
    while (trial_again(trial, (size_t)LINEAGES * HEIRS * REPLACEMENTS)) {
        pthread_t other;
        trial_start_thread(&other, hand_on, &lineages[1]);
        hand_on(&lineages[0]);
        pthread_join(other, NULL);
    }
}
