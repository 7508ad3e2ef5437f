/* Churn: allocates and frees blocks of random sizes and alignments in random order, and
 * checks each block's whole content when it is freed.
 *
 * 5.2 million operations, times VERA_TEST_SCALE. VERA_TEST_SEED repeats the sequences of
 * an earlier run.
 */
#include "pattern.h"
#include "run.h"
#include "sizes.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <vera/memory.h>

/* Splitmix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
 * Generators", 2014). */
static uint64_t random_next(uint64_t *state)
{
    uint64_t mixed = *state += UINT64_C(0x9E3779B97F4A7C15);
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ mixed >> 31;
}

/* Each doubling from 1 byte to 32 KiB comes half as often as the one below it. One block in
 * a thousand is large. */
static int64_t random_size(uint64_t *state)
{
    uint64_t random = random_next(state);
    if (random % 1000 == 0) {
        return (int64_t)(random_next(state) % (uint64_t)MIB);
    }
    unsigned doubling = (unsigned)__builtin_ctzll(random | (uint64_t)1 << 15);
    return (int64_t)(random >> 40 & (((uint64_t)2 << doubling) - 1));
}

/* One block in eight has an alignment, of up to 8 KiB. */
static int64_t random_align(uint64_t *state)
{
    uint64_t random = random_next(state);
    return random % 8 == 0 ? (int64_t)1 << random / 8 % 14 : 8;
}

struct item {
    char *block; /* null while there is none */
    int64_t size;
    int64_t align;
    uint64_t pattern;
};

/* What the threads exchange: each thread holds one item, and all others are in `places`. */
enum { PLACES = 30000, THREADS = 8 };
static struct item items[PLACES + THREADS];
static _Atomic(struct item *) places[PLACES];

static uint64_t seed;
static size_t operations; /* of each thread */

static void allocate(struct item *item, uint64_t *state)
{
    item->size = random_size(state);
    item->align = random_align(state);
    item->pattern = random_next(state);
    item->block = item->align == 8 ? vera_memory_allocate(item->size)
                                   : vera_memory_allocate_aligned(item->size, item->align);
    if (item->block == NULL || (uintptr_t)item->block % (uintptr_t)item->align != 0) {
        ck_abort_msg("seed %llu: allocate_aligned(%lld, %lld) is %p", (unsigned long long)seed,
                     (long long)item->size, (long long)item->align, (void *)item->block);
    }
    pattern_write(item->block, (size_t)item->size, item->pattern);
}

static void free_item(struct item *item)
{
    if (!pattern_holds(item->block, (size_t)item->size, item->pattern)) {
        ck_abort_msg("seed %llu: %p, of %lld bytes at alignment %lld, was overwritten",
                     (unsigned long long)seed, (void *)item->block, (long long)item->size,
                     (long long)item->align);
    }
    if (item->align == 8) {
        vera_memory_free(item->block, item->size);
    } else {
        vera_memory_free_aligned(item->block, item->size, item->align);
    }
    item->block = NULL;
}

static void *churn(void *argument)
{
    size_t thread = *(size_t *)argument;
    uint64_t state = seed + thread;
    struct item *item = &items[PLACES + thread];
    for (size_t i = 0; i < operations; i++) {
        if (item->block != NULL) {
            free_item(item);
        } else {
            allocate(item, &state);
        }
        item = atomic_exchange(&places[random_next(&state) % PLACES], item);
    }
    if (item->block != NULL) {
        free_item(item);
    }
    return argument;
}

static void begin(void)
{
    const char *text = getenv("VERA_TEST_SEED");
    seed = text != NULL ? strtoull(text, NULL, 0) : (uint64_t)time(NULL);
    for (size_t i = 0; i < PLACES; i++) {
        atomic_store(&places[i], &items[i]);
    }
}

static void run(size_t threads, size_t count)
{
    pthread_t started[THREADS];
    size_t numbers[THREADS];
    begin();
    operations = count;
    printf("# seed %llu: %zu threads of %zu operations\n", (unsigned long long)seed, threads,
           count);
    fflush(stdout);
    for (size_t i = 0; i < threads; i++) {
        numbers[i] = i;
        ck_assert_int_eq(pthread_create(&started[i], NULL, churn, &numbers[i]), 0);
    }
    for (size_t i = 0; i < threads; i++) {
        pthread_join(started[i], NULL);
    }
    for (size_t i = 0; i < PLACES + THREADS; i++) {
        if (items[i].block != NULL) {
            free_item(&items[i]);
        }
    }
}

START_TEST(one_thread)
{
    run(1, scaled(2000000));
}
END_TEST

START_TEST(eight_threads)
{
    run(THREADS, scaled(400000));
}
END_TEST

Suite *suite(void)
{
    Suite *suite = suite_create("churn");
    TCase *all = tcase_create("churn");
    tcase_add_test(all, one_thread);
    tcase_add_test(all, eight_threads);
    suite_add_tcase(suite, all);
    return suite;
}
