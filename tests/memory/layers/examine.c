/* What lies in a thread's cache is examined: misuse is reported, and nothing is changed. */
#include "examine.h"

#include "central.h"
#include "environment.h"
#include "layers.h"
#include "misuse.h"
#include "registry.h"

#include <string.h>
#include <time.h>
#include <vera/memory.h>
#include <vera/sys.h>

enum { CLASS = 5, OTHER = 9, BLOCKS = 100 };

static void setup(void)
{
    environment_set("VERA_MEMORY_MISUSE", "report");
    vera_misuse_read_setting();
}

static void *allocate(unsigned class)
{
    void *block = vera_memory_allocate((int64_t)vera_class_size(class));
    ck_assert_ptr_nonnull(block);
    return block;
}

/* Hides from the compiler that a block is used afterwards. */
static void put_back(unsigned class, void *block)
{
    __asm__("" : "+r"(block));
    vera_memory_free(block, (int64_t)vera_class_size(class));
}

/* Leaves blocks of a class in the cache. */
static void fill(unsigned class, void **blocks)
{
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = allocate(class);
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        put_back(class, blocks[i]);
    }
}

/* How many reports an examination makes. */
static size_t found(void)
{
    size_t before = vera_misuse_count();
    vera_examine(vera_thread_cache()->own);
    return vera_misuse_count() - before;
}

/* How many faults a flush finds. */
static size_t flush(void)
{
    struct vera_faults faults = {.count = 0};
    vera_registry_flush_own(&faults);
    return faults.count;
}

START_TEST(finds_nothing_without_misuse)
{
    void *blocks[BLOCKS];
    vera_examine(NULL);
    for (unsigned class = 0; class < VERA_CLASS_COUNT; class ++) {
        fill(class, blocks);
        ck_assert_uint_eq(found(), 0);
    }
    ck_assert_uint_eq(flush(), 0);
    ck_assert_uint_eq(found(), 0);
}
END_TEST

/* A block is named once for each free too many, wherever it lies. */
START_TEST(finds_blocks_that_lie_there_twice)
{
    void *blocks[BLOCKS];
    fill(CLASS, blocks);
    put_back(CLASS, blocks[0]);
    ck_assert_uint_eq(found(), 1);
    put_back(CLASS, blocks[BLOCKS / 2]);
    put_back(CLASS, blocks[0]);
    ck_assert_uint_eq(found(), 3);
}
END_TEST

START_TEST(finds_what_a_flush_finds)
{
    static char foreign[64];
    void *large = vera_memory_allocate(100000);
    char *interior = allocate(CLASS);
    void *flushed = allocate(CLASS);
    put_back(CLASS, flushed);
    ck_assert_uint_eq(flush(), 0);
    void *misused[] = {foreign, large, interior + 8, allocate(OTHER), flushed};
    enum { MISUSED = sizeof misused / sizeof *misused };
    for (size_t i = 0; i < MISUSED; i++) {
        put_back(CLASS, misused[i]);
        ck_assert_uint_eq(found(), i + 1);
    }
    ck_assert_uint_eq(flush(), MISUSED);
}
END_TEST

START_TEST(changes_nothing)
{
    void *blocks[BLOCKS];
    void *kept[3 * BLOCKS];
    fill(CLASS, blocks);
    put_back(CLASS, blocks[0]);
    const struct vera_cache *cache = vera_registry_own();
    size_t held = vera_cache_count(cache, CLASS);
    size_t out = vera_central_count(CLASS).out;
    ck_assert_uint_le(held, 3 * BLOCKS);
    memcpy(kept, cache->tops[CLASS], held * sizeof *kept);
    found();
    ck_assert_uint_eq(vera_cache_count(cache, CLASS), held);
    ck_assert_mem_eq(cache->tops[CLASS], kept, held * sizeof *kept);
    ck_assert_uint_eq(vera_central_count(CLASS).out, out);
    ck_assert_uint_eq(found(), 1);
}
END_TEST

/* The call that a signal interrupted may have given a part of a stack back already. */
START_TEST(a_cache_that_is_changing_is_left_out)
{
    void *blocks[BLOCKS];
    fill(CLASS, blocks);
    struct vera_cache *cache = vera_registry_own();
    put_back(CLASS, blocks[0]);
    atomic_store(&cache->changing, true);
    ck_assert_uint_eq(found(), 0);
    atomic_store(&cache->changing, false);
    ck_assert_uint_eq(found(), 1);
}
END_TEST

START_TEST(a_class_that_is_locked_is_left_out)
{
    void *blocks[BLOCKS];
    for (unsigned class = CLASS; class <= OTHER; class += OTHER - CLASS) {
        fill(class, blocks);
        put_back(class, blocks[0]);
    }
    ck_assert(vera_central_try_lock(CLASS));
    ck_assert(!vera_central_try_lock(CLASS));
    ck_assert_uint_eq(found(), 1);
    vera_central_unlock(CLASS);
    ck_assert_uint_eq(found(), 2);
}
END_TEST

/* The bound of a cache in bytes bounds the time, too. Other programs can only add to it, so the
 * least counts. */
START_TEST(a_full_cache_takes_at_most_a_millisecond)
{
    enum { ROUNDS = 20 };
    static void *blocks[3 * BLOCKS];
    size_t pointers = 0;
    clock_t least = CLOCKS_PER_SEC;
    for (unsigned class = 0; class < VERA_CLASS_COUNT; class ++) {
        for (size_t i = 0; i < 3 * BLOCKS; i++) {
            blocks[i] = allocate(class);
        }
        for (size_t i = 0; i < 3 * BLOCKS; i++) {
            put_back(class, blocks[i]);
        }
        pointers += vera_cache_count(vera_registry_own(), class);
    }
    for (size_t round = 0; round < ROUNDS; round++) {
        clock_t before = clock();
        ck_assert_uint_eq(found(), 0);
        clock_t taken = clock() - before;
        least = taken < least ? taken : least;
    }
    size_t microseconds = (size_t)least * 1000 / (CLOCKS_PER_SEC / 1000);
    figure("examined at the end: %zu pointers in %zu microseconds", pointers, microseconds);
    ck_assert_uint_le(microseconds, 1000);
}
END_TEST

TCase *examine_cases(void)
{
    TCase *all = tcase_create("examine");
    tcase_add_checked_fixture(all, setup, NULL);
    tcase_add_test(all, finds_nothing_without_misuse);
    tcase_add_test(all, finds_blocks_that_lie_there_twice);
    tcase_add_test(all, finds_what_a_flush_finds);
    tcase_add_test(all, changes_nothing);
    tcase_add_test(all, a_cache_that_is_changing_is_left_out);
    tcase_add_test(all, a_class_that_is_locked_is_left_out);
    if (UNDER_SANITIZER || is_emulated()) {
        skip_test("a_full_cache_takes_at_most_a_millisecond", "it would be slower here");
    } else {
        tcase_add_test(all, a_full_cache_takes_at_most_a_millisecond);
    }
    return all;
}
