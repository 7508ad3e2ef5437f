/* A flush stops when it has found so many faults that the list is full. What it has not looked at
 * stays in the stack, in its order.
 */
#include "registry.h"

#include "layers.h"

enum { CLASS = 4, MOST = 1022 };

static char foreign[MOST + 1];

/* An empty stack of the largest size. */
static struct vera_cache *begin(void)
{
    struct vera_faults faults = {.count = 0};
    void *blocks[4 * MOST];
    vera_registry_begin();
    struct vera_cache *cache = vera_registry_own();
    for (size_t i = 0; i < 4 * MOST; i++) {
        blocks[i] = vera_cache_take(cache, CLASS);
        ck_assert_ptr_nonnull(blocks[i]);
    }
    for (size_t i = 0; i < 4 * MOST; i++) {
        if (!vera_cache_push(cache, CLASS, blocks[i])) {
            ck_assert(vera_cache_give(cache, CLASS, blocks[i], &faults));
        }
    }
    ck_assert(vera_cache_flush(cache, &faults));
    ck_assert_uint_eq(faults.count, 0);
    ck_assert_uint_eq(vera_cache_count(cache, CLASS), 0);
    return cache;
}

static void push(struct vera_cache *cache, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ck_assert(vera_cache_push(cache, CLASS, &foreign[i]));
    }
}

START_TEST(of_everything_finds_any_number_of_faults)
{
    enum { BAD = 3 * VERA_FAULTS_MOST - 1 };
    struct vera_faults faults = {.count = 0};
    struct vera_cache *cache = begin();
    push(cache, BAD);
    void *block = vera_cache_take(cache, CLASS + 2);
    ck_assert(vera_cache_push(cache, CLASS + 2, block));
    for (size_t round = 0; round < 2; round++) {
        ck_assert(!vera_cache_flush(cache, &faults));
        ck_assert_uint_eq(faults.count, VERA_FAULTS_MOST);
        ck_assert_ptr_eq(faults.list[0].block, &foreign[BAD - 1 - round * VERA_FAULTS_MOST]);
        faults.count = 0;
    }
    ck_assert(vera_cache_flush(cache, &faults));
    ck_assert_uint_eq(faults.count, VERA_FAULTS_MOST - 1);
    ck_assert_uint_eq(vera_cache_count(cache, CLASS), 0);
    ck_assert_uint_eq(vera_cache_count(cache, CLASS + 2), 0);
}
END_TEST

static void pop(struct vera_cache *cache, size_t first, size_t end)
{
    for (size_t i = first; i > end; i--) {
        ck_assert_ptr_eq(vera_cache_pop(cache, CLASS), &foreign[i - 1]);
    }
}

/* The newest of the older half are looked at first. */
START_TEST(of_a_full_stack_keeps_the_others)
{
    enum { HALF = MOST / 2 };
    struct vera_faults faults = {.count = 0};
    struct vera_cache *cache = begin();
    push(cache, MOST);
    ck_assert(!vera_cache_push(cache, CLASS, &foreign[MOST]));
    ck_assert(vera_cache_give(cache, CLASS, &foreign[MOST], &faults));
    ck_assert_uint_eq(faults.count, VERA_FAULTS_MOST);
    ck_assert_ptr_eq(faults.list[0].block, &foreign[HALF - 1]);
    ck_assert_uint_eq(vera_cache_count(cache, CLASS), MOST - VERA_FAULTS_MOST + 1);
    pop(cache, MOST + 1, HALF);
    pop(cache, HALF - VERA_FAULTS_MOST, 0);
    ck_assert_ptr_null(vera_cache_pop(cache, CLASS));
}
END_TEST

TCase *flush_cases(void)
{
    TCase *all = tcase_create("flush");
    tcase_add_test(all, of_everything_finds_any_number_of_faults);
    tcase_add_test(all, of_a_full_stack_keeps_the_others);
    return all;
}
