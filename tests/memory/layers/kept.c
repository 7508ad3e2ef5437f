/* The large block that a thread keeps: given again for as many pages, counted while
 * it is kept, and asked for nothing that it is not.
 */
#include "kept.h"
#include "caches.h"

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
    struct vera_large *large = vera_large_claim(block, size, ALIGN);
    expect(large != NULL);
    vera_kept_give(vera_caches_own(), large);
}

static size_t counted(void)
{
    return VERA_CACHE_BYTES - vera_thread_cache()->room;
}

START_TEST(a_block_that_was_freed_is_given_again)
{
    void *block = allocate(SIZE);
    give(block, SIZE);
    expect(counted() == vera_system_in_pages(SIZE));
    expect(vera_kept_take(2 * SIZE, ALIGN) == NULL);
    expect(vera_kept_take(SIZE + 1, ALIGN) == block);
    expect(vera_kept_take(SIZE, ALIGN) == NULL);
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
    expect(vera_kept_take(SIZE, align) == NULL);
    expect(vera_kept_take(SIZE, align / 2) == block);
    expect(!vera_kept_retake(block, SIZE, ALIGN));
    expect(vera_kept_retake(block, SIZE, align / 2));
}
END_TEST

START_TEST(the_last_one_is_kept)
{
    void *first = allocate(2 * SIZE);
    void *second = allocate(3 * SIZE);
    give(first, 2 * SIZE);
    give(second, 3 * SIZE);
    expect(counted() == vera_system_in_pages(3 * SIZE));
    expect(vera_kept_take(2 * SIZE, ALIGN) == NULL);
    expect(vera_kept_take(3 * SIZE, ALIGN) == second);
    give(second, 3 * SIZE);
    vera_caches_empty_own();
    expect(vera_kept_take(3 * SIZE, ALIGN) == NULL);
    expect(counted() == 0);
}
END_TEST

START_TEST(not_one_that_is_too_large)
{
    give(allocate(VERA_CACHE_BYTES), VERA_CACHE_BYTES);
    expect(counted() == 0);
    expect(vera_kept_take(VERA_CACHE_BYTES, ALIGN) == NULL);
}
END_TEST

START_TEST(a_block_that_was_lent_is_taken_back)
{
    void *block = allocate(SIZE);
    expect(!vera_kept_retake(block, SIZE, ALIGN));
    give(block, SIZE);
    for (size_t i = 0; i < 3; i++) {
        expect(vera_kept_take(SIZE, ALIGN) == block);
        expect(!vera_kept_retake((char *)block + 1, SIZE, ALIGN));
        expect(!vera_kept_retake(block, SIZE + 1, ALIGN));
        expect(!vera_kept_retake(block, SIZE, 2 * ALIGN));
        expect(counted() == 0);
        expect(vera_kept_retake(block, SIZE, ALIGN));
        expect(!vera_kept_retake(block, SIZE, ALIGN));
        expect(!vera_kept_retake((char *)block + 1, SIZE, ALIGN));
        expect(counted() == vera_system_in_pages(SIZE));
    }
}
END_TEST

START_TEST(what_is_lent_is_not_kept_beside_another)
{
    void *lent = allocate(SIZE);
    void *other = allocate(2 * SIZE);
    give(lent, SIZE);
    expect(vera_kept_take(SIZE, ALIGN) == lent);
    give(other, 2 * SIZE);
    expect(!vera_kept_retake(lent, SIZE, ALIGN));
    expect(counted() == vera_system_in_pages(2 * SIZE));
    expect(vera_kept_take(2 * SIZE, ALIGN) == other);
    give(lent, SIZE);
}
END_TEST

/* Another thread may free it, and its record be that of another block by then. */
START_TEST(what_was_lent_may_be_freed_by_others)
{
    void *block = allocate(SIZE);
    give(block, SIZE);
    expect(vera_kept_take(SIZE, ALIGN) == block);
    vera_large_release(vera_large_claim(block, SIZE, ALIGN));
    expect(!vera_kept_retake(block, SIZE, ALIGN));
    void *other = allocate(2 * SIZE);
    expect(vera_kept_retake(other, 2 * SIZE, ALIGN));
    expect(counted() == vera_system_in_pages(2 * SIZE));
    expect(vera_kept_take(2 * SIZE, ALIGN) == other);
}
END_TEST

TCase *kept_cases(void)
{
    TCase *all = tcase_create("kept");
    tcase_add_test(all, a_block_that_was_freed_is_given_again);
    tcase_add_test(all, only_at_an_alignment_that_it_has);
    tcase_add_test(all, the_last_one_is_kept);
    tcase_add_test(all, not_one_that_is_too_large);
    tcase_add_test(all, a_block_that_was_lent_is_taken_back);
    tcase_add_test(all, what_is_lent_is_not_kept_beside_another);
    tcase_add_test(all, what_was_lent_may_be_freed_by_others);
    return all;
}
