/* The large block in a cache: it serves a request of as many pages, counts while it is cached,
 * and is taken back only at its own size and alignment.
 */
#include "large_cache.h"
#include "large.h"
#include "registry.h"

#include "layers.h"

#define SIZE ((size_t)300000)
#define ALIGN 8u

static void *allocate(size_t size)
{
    void *block = vera_large_allocate(size, ALIGN);
    expect(block != NULL);
    return block;
}

static void give(void *block, size_t size)
{
    struct vera_large_form actual;
    vera_registry_begin();
    expect(vera_large_cache_give(vera_registry_own(), block, size, ALIGN, &actual));
}

static size_t counted(void)
{
    const struct vera_cache *cache = vera_thread_cache();
    return cache->large != NULL ? cache->large_bytes : 0;
}

START_TEST(a_cached_block_is_taken_again)
{
    void *block = allocate(SIZE);
    give(block, SIZE);
    expect(counted() == vera_system_in_pages(SIZE));
    expect(vera_large_cache_take(2 * SIZE, ALIGN) == NULL);
    expect(vera_large_cache_take(SIZE + 1, ALIGN) == block);
    expect(vera_large_cache_take(SIZE, ALIGN) == NULL);
    expect(counted() == 0);
    give(block, SIZE + 1);
}
END_TEST

START_TEST(only_at_an_alignment_that_it_has)
{
    void *block = allocate(SIZE);
    give(block, SIZE);
    size_t align = ALIGN;
    while ((uintptr_t)block % align == 0) {
        align *= 2;
    }
    expect(vera_large_cache_take(SIZE, align) == NULL);
    expect(vera_large_cache_take(SIZE, align / 2) == block);
    expect(!vera_large_cache_try_give(block, SIZE, ALIGN));
    expect(vera_large_cache_try_give(block, SIZE, align / 2));
}
END_TEST

START_TEST(the_block_freed_last_is_cached)
{
    void *first = allocate(2 * SIZE);
    void *second = allocate(3 * SIZE);
    give(first, 2 * SIZE);
    give(second, 3 * SIZE);
    expect(counted() == vera_system_in_pages(3 * SIZE));
    expect(vera_large_cache_take(2 * SIZE, ALIGN) == NULL);
    expect(vera_large_cache_take(3 * SIZE, ALIGN) == second);
    give(second, 3 * SIZE);
    struct vera_faults faults = {.count = 0};
    vera_registry_flush_own(&faults);
    expect(vera_large_cache_take(3 * SIZE, ALIGN) == NULL);
    expect(counted() == 0);
}
END_TEST

START_TEST(a_block_that_is_too_large_is_not_cached)
{
    give(allocate(VERA_CACHE_LARGE + 1), VERA_CACHE_LARGE + 1);
    expect(counted() == 0);
    expect(vera_large_cache_take(VERA_CACHE_LARGE + 1, ALIGN) == NULL);
    give(allocate(VERA_CACHE_LARGE), VERA_CACHE_LARGE);
    expect(counted() == VERA_CACHE_LARGE);
}
END_TEST

START_TEST(a_taken_block_is_taken_back)
{
    void *block = allocate(SIZE);
    expect(!vera_large_cache_try_give(block, SIZE, ALIGN));
    give(block, SIZE);
    for (size_t i = 0; i < 3; i++) {
        expect(vera_large_cache_take(SIZE, ALIGN) == block);
        expect(!vera_large_cache_try_give((char *)block + 1, SIZE, ALIGN));
        expect(!vera_large_cache_try_give(block, SIZE + 1, ALIGN));
        expect(!vera_large_cache_try_give(block, SIZE, 2 * ALIGN));
        expect(counted() == 0);
        expect(vera_large_cache_try_give(block, SIZE, ALIGN));
        expect(!vera_large_cache_try_give(block, SIZE, ALIGN));
        expect(!vera_large_cache_try_give((char *)block + 1, SIZE, ALIGN));
        expect(counted() == vera_system_in_pages(SIZE));
    }
}
END_TEST

START_TEST(a_taken_block_makes_way_for_another)
{
    void *taken = allocate(SIZE);
    void *other = allocate(2 * SIZE);
    give(taken, SIZE);
    expect(vera_large_cache_take(SIZE, ALIGN) == taken);
    give(other, 2 * SIZE);
    expect(!vera_large_cache_try_give(taken, SIZE, ALIGN));
    expect(counted() == vera_system_in_pages(2 * SIZE));
    expect(vera_large_cache_take(2 * SIZE, ALIGN) == other);
    give(taken, SIZE);
}
END_TEST

/* Another thread may free the block; by then its record may be that of another block. */
START_TEST(a_taken_block_may_be_freed_by_others)
{
    void *block = allocate(SIZE);
    give(block, SIZE);
    expect(vera_large_cache_take(SIZE, ALIGN) == block);
    struct vera_large_form actual;
    vera_large_free(vera_large_claim(block, SIZE, ALIGN, &actual));
    expect(!vera_large_cache_try_give(block, SIZE, ALIGN));
    void *other = allocate(2 * SIZE);
    expect(vera_large_cache_try_give(other, 2 * SIZE, ALIGN));
    expect(counted() == vera_system_in_pages(2 * SIZE));
    expect(vera_large_cache_take(2 * SIZE, ALIGN) == other);
}
END_TEST

TCase *large_cache_cases(void)
{
    TCase *all = tcase_create("large cache");
    tcase_add_test(all, a_cached_block_is_taken_again);
    tcase_add_test(all, only_at_an_alignment_that_it_has);
    tcase_add_test(all, the_block_freed_last_is_cached);
    tcase_add_test(all, a_block_that_is_too_large_is_not_cached);
    tcase_add_test(all, a_taken_block_is_taken_back);
    tcase_add_test(all, a_taken_block_makes_way_for_another);
    tcase_add_test(all, a_taken_block_may_be_freed_by_others);
    return all;
}
