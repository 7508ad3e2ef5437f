/* Threads: any thread may free a block. What a thread's cache holds is bounded, and goes
 * back when the thread ends.
 */
#include "chain.h"
#include "keys.h"
#include "mode.h"
#include "pattern.h"
#include "run.h"
#include "sizes.h"
#include "status.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <vera/memory.h>

/* The bounds of one thread's cache, and of the idle memory of all threads together: empty
 * slabs, runs, and some slack for records and for the C library's stacks. */
#define CACHE ((size_t)(2 * MIB))
#define IDLE ((size_t)(16 * MIB))

static void *begin(void *(*act)(void *), void *argument)
{
    pthread_t thread;
    void *result;
    ck_assert_int_eq(pthread_create(&thread, NULL, act, argument), 0);
    ck_assert_int_eq(pthread_join(thread, &result), 0);
    return result;
}

/* Sizes from a few bytes to large blocks, which differ from one block to the next. */
static int64_t size_of(size_t index)
{
    return (int64_t)(index * index * 37 % (index % 64 == 0 ? 100000 : 2000));
}

enum { BLOCKS = 5000 };
static char *blocks[BLOCKS];

static void *allocate_all(void *argument)
{
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = vera_memory_allocate(size_of(i));
        expect(blocks[i] != NULL);
        pattern_write(blocks[i], (size_t)size_of(i), i);
    }
    return argument;
}

static void *free_all(void *argument)
{
    for (size_t i = 0; i < BLOCKS; i++) {
        expect(pattern_holds(blocks[i], (size_t)size_of(i), i));
        vera_memory_free(blocks[i], size_of(i));
    }
    return argument;
}

START_TEST(another_thread_may_free)
{
    begin(allocate_all, NULL);
    free_all(NULL);
    allocate_all(NULL);
    begin(free_all, NULL);
    begin(allocate_all, NULL);
    begin(free_all, NULL);
}
END_TEST

/* It takes some rounds until what they miss stays. */
START_TEST(blocks_freed_by_another_thread_are_reused)
{
    size_t resident = 0;
    for (size_t round = 0; round < scaled(30); round++) {
        begin(allocate_all, NULL);
        begin(free_all, NULL);
        resident = round == 4 ? status_resident() : resident;
    }
    ck_assert_uint_le(status_resident(), resident + (size_t)(4 * MIB));
}
END_TEST

/* Bytes that resident memory has grown by since it was `before`. */
static size_t grown(size_t before)
{
    size_t now = status_resident();
    return now > before ? now - before : 0;
}

/* Fills the cache with blocks of each size. */
static void *use(void *argument)
{
    for (int64_t size = 8; size <= 64 * KIB; size *= 2) {
        struct chain chain = {.size = size};
        chain_add(&chain, (size_t)(128 * KIB / size));
        chain_free(&chain, SIZE_MAX);
    }
    return argument;
}

/* The first hundred threads create the records that later ones reuse. */
START_TEST(a_thousand_threads_leave_nothing)
{
    size_t resident = 0;
    for (size_t i = 0; i < 100 + scaled(1000); i++) {
        begin(use, NULL);
        resident = i == 100 ? status_resident() : resident;
    }
    size_t more = grown(resident);
    figure("short threads: %zu, resident memory grew by %zu KiB", scaled(1000), more >> 10);
    ck_assert_uint_le(more, (size_t)MIB);
}
END_TEST

/* All threads live at the same time, and then none. */
START_TEST(many_threads_at_once_leave_nothing)
{
    enum { THREADS = 32 };
    pthread_t threads[THREADS];
    size_t resident = 0;
    for (size_t round = 0; round < 2 + scaled(10); round++) {
        for (size_t i = 0; i < THREADS; i++) {
            ck_assert_int_eq(pthread_create(&threads[i], NULL, use, NULL), 0);
        }
        for (size_t i = 0; i < THREADS; i++) {
            pthread_join(threads[i], NULL);
        }
        resident = round == 1 ? status_resident() : resident;
    }
    /* In check mode, records remain for the most blocks that ever lived at once. On a busy
     * machine the first rounds seldom reach that number. */
    ck_assert_uint_le(grown(resident), mode_is_check() ? 4 * IDLE : IDLE);
}
END_TEST

/* Allocates and frees as many blocks as fit into a cache, so that they stay there. */
static void *keep_in_cache(void *argument)
{
    for (size_t i = 0; i < 100; i++) {
        blocks[i] = vera_memory_allocate(1000);
    }
    for (size_t i = 0; i < 100; i++) {
        vera_memory_free(blocks[i], 1000);
    }
    return argument;
}

static bool was_in_the_cache(const void *block)
{
    for (size_t i = 0; i < 100; i++) {
        if (blocks[i] == block) {
            return true;
        }
    }
    return false;
}

START_TEST(the_cache_of_an_ended_thread_is_reused)
{
    size_t again = 0;
    begin(keep_in_cache, NULL);
    /* More than a hundred, because slabs hand out slots in another order. */
    for (size_t i = 0; i < 200; i++) {
        again += was_in_the_cache(vera_memory_allocate(1000));
    }
    ck_assert_uint_eq(again, 100);
}
END_TEST

/* A ring between a thread that allocates and one that frees. */
enum { RING = 256, PIECE = 4096 };
static _Atomic(void *) ring[RING];
static size_t passed;

static void *produce(void *argument)
{
    for (size_t i = 0; i < passed; i++) {
        while (atomic_load(&ring[i % RING]) != NULL) {
            sched_yield();
        }
        char *block = vera_memory_allocate(PIECE);
        expect(block != NULL);
        pattern_write(block, PIECE, i);
        atomic_store(&ring[i % RING], block);
    }
    return argument;
}

static void *consume(void *argument)
{
    for (size_t i = 0; i < passed; i++) {
        void *block;
        while ((block = atomic_load(&ring[i % RING])) == NULL) {
            sched_yield();
        }
        expect(pattern_holds(block, PIECE, i));
        vera_memory_free(block, PIECE);
        atomic_store(&ring[i % RING], NULL);
    }
    return argument;
}

static void produce_and_consume(size_t count)
{
    pthread_t producer;
    passed = count;
    ck_assert_int_eq(pthread_create(&producer, NULL, produce, NULL), 0);
    begin(consume, NULL);
    pthread_join(producer, NULL);
}

START_TEST(a_producer_and_a_consumer)
{
    produce_and_consume(scaled(50000));
}
END_TEST

START_TEST(a_producer_and_a_consumer_need_little_more_than_the_live_blocks)
{
    begin(use, NULL);
    size_t resident = status_resident();
    produce_and_consume(scaled(100000));
    ck_assert_uint_le(status_peak(), resident + (size_t)RING * PIECE + 2 * CACHE + IDLE);
}
END_TEST

enum { REPLACERS = 16 };

/* Waits for the other threads. */
static void meet(size_t turn)
{
    static atomic_size_t arrived;
    atomic_fetch_add(&arrived, 1);
    while (atomic_load(&arrived) < REPLACERS * turn) {
        sched_yield();
    }
}

/* Holds 1 MiB, in blocks of one size after the other, at the same time as other threads. */
static void *replace(void *argument)
{
    size_t turn = 0;
    for (int64_t size = 16; size <= 256 * KIB; size *= 4) {
        struct chain chain = {.size = size};
        chain_add(&chain, (size_t)(MIB / size));
        meet(++turn);
        for (size_t i = 0; i < 100; i++) {
            chain_free(&chain, 3);
            chain_add(&chain, 3);
        }
        chain_free(&chain, SIZE_MAX);
    }
    return argument;
}

START_TEST(the_peak_is_the_live_blocks_and_the_caches)
{
    pthread_t threads[REPLACERS];
    begin(use, NULL);
    size_t resident = status_resident();
    for (size_t i = 0; i < REPLACERS; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, replace, NULL), 0);
    }
    for (size_t i = 0; i < REPLACERS; i++) {
        pthread_join(threads[i], NULL);
    }
    size_t peak = status_peak() - resident;
    size_t live = REPLACERS * (size_t)MIB;
    figure("%d threads with 1 MiB each: peak %zu KiB", REPLACERS, peak >> 10);
    ck_assert_uint_ge(peak, live);
    ck_assert_uint_le(peak, live + REPLACERS * CACHE + IDLE);
}
END_TEST

/* Many pairs of a producer and a consumer. Each consumer frees what the producer of the
 * next pair allocated. */
enum { CROSSED = 64, PAIRS = CROSSED / 2, PLACES = 64, CROSSED_SIZE = 1 << 10 };

static _Atomic(void *) crossed[PAIRS][PLACES];
static size_t rounds;

/* Returns false if the place is still full, as take does if it is still empty. */
static bool put(_Atomic(void *) *place, size_t seed)
{
    if (atomic_load(place) != NULL) {
        return false;
    }
    char *block = vera_memory_allocate(CROSSED_SIZE);
    expect(block != NULL);
    pattern_write(block, CROSSED_SIZE, seed);
    atomic_store(place, block);
    return true;
}

static bool take(_Atomic(void *) *place, size_t seed)
{
    void *block = atomic_load(place);
    if (block == NULL) {
        return false;
    }
    expect(pattern_holds(block, CROSSED_SIZE, seed));
    vera_memory_free(block, CROSSED_SIZE);
    atomic_store(place, NULL);
    return true;
}

static void *put_or_take(void *argument)
{
    size_t self = (size_t)(uintptr_t)argument;
    bool puts = self % 2 == 0;
    _Atomic(void *) *places = crossed[(puts ? self / 2 : self / 2 + 1) % PAIRS];
    for (size_t i = 0; i < rounds;) {
        if (puts ? put(&places[i % PLACES], i) : take(&places[i % PLACES], i)) {
            i++;
        } else {
            sched_yield();
        }
    }
    return NULL;
}

START_TEST(producers_and_consumers_crossed)
{
    pthread_t threads[CROSSED];
    rounds = scaled(8000);
    /* A cache holds at most 128 KiB of one class, and a quarantine 256 KiB beside its records. */
    size_t each = (size_t)(mode_is_check() ? 1024 * KIB : 128 * KIB);
    size_t bound = PAIRS * PLACES * CROSSED_SIZE + CROSSED * (each + status_of_stack()) + IDLE;
    size_t resident = status_resident();
    for (size_t i = 0; i < CROSSED; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, put_or_take, (void *)(uintptr_t)i), 0);
    }
    for (size_t i = 0; i < CROSSED; i++) {
        pthread_join(threads[i], NULL);
    }
    size_t peak = status_peak() - resident;
    figure("%d threads crossed: %zu blocks each, peak %zu KiB, bound %zu KiB", CROSSED, rounds,
           peak >> 10, bound >> 10);
    ck_assert_uint_le(peak, bound);
}
END_TEST

/* Called before the library has a key of its own. */
static void use_up_keys(void)
{
    size_t most;
    size_t count = keys_use_up(&most);
    figure("keys: %zu of %zu used up before the first call", count, most);
    ck_assert_uint_gt(count, 0);
    ck_assert_uint_le(count, most);
}

START_TEST(without_a_key)
{
    use_up_keys();
    begin(allocate_all, NULL);
    free_all(NULL);
    allocate_all(NULL);
    begin(free_all, NULL);
    begin(use, NULL);
}
END_TEST

START_TEST(without_a_key_threads_leave_nothing)
{
    use_up_keys();
    size_t resident = 0;
    for (size_t i = 0; i < 20 + scaled(100); i++) {
        begin(use, NULL);
        resident = i == 20 ? status_resident() : resident;
    }
    size_t more = grown(resident);
    figure("short threads without a key: %zu, resident memory grew by %zu KiB", scaled(100),
           more >> 10);
    ck_assert_uint_le(more, (size_t)MIB);
}
END_TEST

/* Adds a test of memory that is retained for the next request. */
static void add_reuse(TCase *to, const char *name, const TTest *test)
{
    if (mode_is_check()) {
        skip_test(name, "in check mode freed blocks wait in a quarantine");
    } else {
        tcase_add_test(to, test);
    }
}

static void add_figures(TCase *figures)
{
    tcase_add_test(figures, blocks_freed_by_another_thread_are_reused);
    tcase_add_test(figures, a_thousand_threads_leave_nothing);
    tcase_add_test(figures, many_threads_at_once_leave_nothing);
    tcase_add_test(figures, a_producer_and_a_consumer_need_little_more_than_the_live_blocks);
    tcase_add_test(figures, producers_and_consumers_crossed);
    tcase_add_test(figures, without_a_key_threads_leave_nothing);
    add_reuse(figures, "the_peak_is_the_live_blocks_and_the_caches",
              the_peak_is_the_live_blocks_and_the_caches);
}

Suite *suite(void)
{
    Suite *suite = suite_create("threads");
    TCase *all = tcase_create("threads");
    tcase_add_test(all, another_thread_may_free);
    add_reuse(all, "the_cache_of_an_ended_thread_is_reused",
              the_cache_of_an_ended_thread_is_reused);
    tcase_add_test(all, a_producer_and_a_consumer);
    tcase_add_test(all, without_a_key);
    suite_add_tcase(suite, all);
    TCase *figures = tcase_create("memory of threads");
    if (status_skipped() == NULL) {
        add_figures(figures);
        suite_add_tcase(suite, figures);
    } else {
        skip_test("the memory of threads", status_skipped());
    }
    return suite;
}
