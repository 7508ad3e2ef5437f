/* Pools: records do not overlap, keep what they held, serve again, and lose their pages when
 * a span has none in use.
 */
#include "pool.h"

#include "layers.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST = 3000,
    WORDS = (VERA_ARENA_LINE + 48) / sizeof(size_t),
    THREADS = 4,
    SHARE = MOST / THREADS
};

struct item {
    size_t value[WORDS]; /* more than a line, so two */
};

static struct vera_pool pool = VERA_POOL(sizeof(struct item));
static struct item *items[MOST];

static void fill(struct item *item, size_t value)
{
    for (size_t word = 0; word < WORDS; word++) {
        item->value[word] = value;
    }
}

static void expect_filled(const struct item *item, size_t value)
{
    for (size_t word = 0; word < WORDS; word++) {
        expect(item->value[word] == value);
    }
}

static void take_all(void)
{
    for (size_t i = 0; i < MOST; i++) {
        items[i] = vera_pool_take(&pool);
        expect(items[i] != NULL);
        expect((uintptr_t)items[i] % VERA_ARENA_LINE == 0);
        fill(items[i], i + 1);
    }
    for (size_t i = 0; i < MOST; i++) {
        expect_filled(items[i], i + 1);
    }
}

static void give_all(void)
{
    for (size_t i = 0; i < MOST; i++) {
        vera_pool_give(&pool, items[i]);
    }
}

static void shuffle(void)
{
    for (size_t i = MOST - 1; i > 0; i--) {
        size_t other = (size_t)rand() % i;
        struct item *item = items[i];
        items[i] = items[other];
        items[other] = item;
    }
}

START_TEST(a_record_has_whole_lines)
{
    ck_assert_uint_eq(pool.size, 2 * VERA_ARENA_LINE);
    struct vera_pool of_one_byte = VERA_POOL(1);
    ck_assert_uint_eq(of_one_byte.size, VERA_ARENA_LINE);
}
END_TEST

START_TEST(records_that_came_back_serve_again)
{
    for (size_t round = 0; round < 10; round++) {
        size_t mapped = vera_system_count().mapped;
        take_all();
        expect(round == 0 || vera_system_count().mapped == mapped);
        shuffle();
        give_all();
    }
}
END_TEST

/* Of a span that has no other free one. */
START_TEST(a_single_record_that_came_back_serves_again)
{
    take_all();
    vera_pool_give(&pool, items[0]);
    ck_assert_ptr_eq(vera_pool_take(&pool), items[0]);
}
END_TEST

START_TEST(purged_spans_serve_again)
{
    for (size_t round = 0; round < 3; round++) {
        size_t mapped = vera_system_count().mapped;
        take_all();
        expect(round == 0 || vera_system_count().mapped == mapped);
        shuffle();
        give_all();
        vera_pool_purge();
    }
}
END_TEST

/* A record that comes back has what it was given back with, or 0. */
static size_t count_kept(void)
{
    size_t kept = 0;
    for (size_t i = 0; i < MOST; i++) {
        struct item *item = vera_pool_take(&pool);
        expect(item->value[0] == 0 || item->value[0] == 7);
        expect_filled(item, item->value[0]);
        kept += item->value[0] == 7;
    }
    return kept;
}

START_TEST(records_keep_their_content)
{
    take_all();
    for (size_t i = 0; i < MOST; i++) {
        fill(items[i], 7);
    }
    for (size_t i = 1; i < MOST; i++) {
        vera_pool_give(&pool, items[i]);
    }
    /* The first span has a record in use, and so its pages. */
    size_t kept = count_kept();
    ck_assert_uint_ge(kept, 400);
}
END_TEST

START_TEST(idle_spans_lose_their_pages)
{
    take_all();
    give_all();
    ck_assert_uint_le(pool.warm_count, 2);
    ck_assert_uint_gt(pool.warm_count, 0);
    size_t advices = vera_system_count().advices;
    vera_pool_purge();
    ck_assert_uint_eq(pool.warm_count, 0);
    ck_assert_uint_gt(vera_system_count().advices, advices);
}
END_TEST

START_TEST(a_span_with_a_record_in_use_keeps_its_pages)
{
    take_all();
    for (size_t i = 0; i < MOST; i += 100) {
        fill(items[i], 5);
    }
    for (size_t i = 0; i < MOST; i++) {
        if (i % 100 != 0) {
            vera_pool_give(&pool, items[i]);
        }
    }
    vera_pool_purge();
    for (size_t i = 0; i < MOST; i += 100) {
        expect_filled(items[i], 5);
    }
}
END_TEST

START_TEST(the_lowest_free_record_is_taken)
{
    take_all();
    size_t low = 0;
    for (size_t i = 0; i < 100; i++) {
        low = items[i] < items[low] ? i : low;
    }
    vera_pool_give(&pool, items[99]);
    vera_pool_give(&pool, items[low]);
    vera_pool_give(&pool, items[50]);
    ck_assert_ptr_eq(vera_pool_take(&pool), items[low]);
}
END_TEST

START_TEST(the_largest_records_fit)
{
    static struct vera_pool largest = VERA_POOL(VERA_POOL_MAX);
    char *records[30];
    for (size_t i = 0; i < 30; i++) {
        records[i] = vera_pool_take(&largest);
        expect(records[i] != NULL);
        memset(records[i], (int)i + 1, VERA_POOL_MAX);
    }
    for (size_t i = 0; i < 30; i++) {
        expect(records[i][0] == (char)(i + 1) && records[i][VERA_POOL_MAX - 1] == (char)(i + 1));
    }
}
END_TEST

static void *churn(void *argument)
{
    size_t mark = (size_t)(uintptr_t)argument;
    static struct item *held[THREADS][SHARE];
    for (size_t round = 0; round < 20; round++) {
        for (size_t i = 0; i < SHARE; i++) {
            held[mark][i] = vera_pool_take(&pool);
            fill(held[mark][i], mark * MOST + i + 1);
        }
        for (size_t i = 0; i < SHARE; i++) {
            expect_filled(held[mark][i], mark * MOST + i + 1);
            vera_pool_give(&pool, held[mark][i]);
        }
        vera_pool_purge();
    }
    return NULL;
}

START_TEST(threads_share_a_pool)
{
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        expect(pthread_create(&threads[i], NULL, churn, (void *)(uintptr_t)i) == 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
}
END_TEST

TCase *pool_cases(void)
{
    TCase *all = tcase_create("pool");
    tcase_add_test(all, a_record_has_whole_lines);
    tcase_add_test(all, records_that_came_back_serve_again);
    tcase_add_test(all, a_single_record_that_came_back_serves_again);
    tcase_add_test(all, purged_spans_serve_again);
    tcase_add_test(all, records_keep_their_content);
    tcase_add_test(all, idle_spans_lose_their_pages);
    tcase_add_test(all, a_span_with_a_record_in_use_keeps_its_pages);
    tcase_add_test(all, the_lowest_free_record_is_taken);
    tcase_add_test(all, the_largest_records_fit);
    tcase_add_test(all, threads_share_a_pool);
    return all;
}
