/* Larson and Krishnan's server ("Memory Allocation for Long-Running Server
 * Applications", 1998): each of two threads replaces blocks of 16 to 1024 bytes
 * at random among 1,000, and then hands all of them on to a new thread and ends.
 */
#include "random.h"
#include "row.h"

enum { LIVE = 1000, SIZES = 4096, REPLACEMENTS = 50000, HEIRS = 4, LINES = 2 };

static uint32_t sizes[SIZES];

struct line {
    _Alignas(64) struct allocator a;
    uint64_t seed;
    size_t next; /* in sizes */
    struct live {
        char *block;
        size_t size;
    } live[LIVE];
};

static void *live(void *argument)
{
    struct line *line = argument;
    const struct allocator a = line->a;
    uint64_t seed = line->seed;
    size_t next = line->next;
    for (size_t i = 0; i < REPLACEMENTS; i++) {
        struct live *one = &line->live[random_below(&seed, LIVE)];
        size_t size = sizes[next++ % SIZES];
        a.free(one->block, one->size, 0);
        one->block = a.allocate(size, 0);
        one->block[0] = 1;
        one->size = size;
    }
    line->seed = seed;
    line->next = next;
    return NULL;
}

static void *hand_on(void *argument)
{
    for (size_t heir = 0; heir < HEIRS; heir++) {
        pthread_t thread;
        run_thread(&thread, live, argument);
        pthread_join(thread, NULL);
    }
    return NULL;
}

void row_larson(struct run *run)
{
    static struct line lines[LINES];
    uint64_t seed = RANDOM_SEED;
    random_sizes(sizes, SIZES, 16, 1024, &seed);
    run_settled(run);
    for (size_t i = 0; i < LINES; i++) {
        lines[i].a = *run->allocator;
        lines[i].seed = seed + i;
        lines[i].next = i * SIZES / LINES;
        for (size_t j = 0; j < LIVE; j++) {
            lines[i].live[j].size = sizes[j];
            lines[i].live[j].block = run->allocator->allocate(sizes[j], 0);
        }
    }
    while (run_again(run, (size_t)LINES * HEIRS * REPLACEMENTS)) {
        pthread_t other;
        run_thread(&other, hand_on, &lines[1]);
        hand_on(&lines[0]);
        pthread_join(other, NULL);
    }
}
