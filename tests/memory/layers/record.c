/* Records in extents: they do not overlap, serve again, and lose their pages when all of an
 * extent is free.
 */
#include "record.h"

#include "arena.h"
#include "layers.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 3000 };

struct item {
    struct vera_record_tag tag;
    size_t value[13]; /* 112 bytes, so that extents have a rest at their end */
};

static struct vera_record_set set;
static struct item *items[MOST];

static void setup(void)
{
    memset(&set, 0, sizeof set);
    set.size = sizeof(struct item);
}

static struct item *take(void)
{
    struct vera_record_tag *record = vera_record_take(&set);
    if (record == NULL) {
        struct vera_extent *extent = vera_record_new_extent();
        expect(extent != NULL);
        vera_record_add_extent(&set, extent);
        record = vera_record_take(&set);
    }
    return (struct item *)record;
}

static void take_all(void)
{
    for (size_t i = 0; i < MOST; i++) {
        items[i] = take();
        for (size_t k = 0; k < 13; k++) {
            items[i]->value[k] = i;
        }
    }
}

static void expect_all(void)
{
    for (size_t i = 0; i < MOST; i++) {
        for (size_t k = 0; k < 13; k++) {
            expect(items[i]->value[k] == i);
        }
    }
}

static void give_all(void)
{
    for (size_t i = 0; i < MOST; i++) {
        vera_record_give(&set, &items[i]->tag);
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

/* Takes out, purges and puts back all warm extents that have no records. */
static size_t purge_all(void)
{
    struct vera_extent *extent;
    size_t count = 0;
    while ((extent = vera_record_take_idle_extent(&set, 0)) != NULL) {
        expect(vera_record_purge_extent(extent));
        vera_record_give_extent(&set, extent, true);
        count++;
    }
    return count;
}

static size_t extents(void)
{
    size_t each = vera_record_per_extent(&set);
    return (MOST + each - 1) / each;
}

START_TEST(records_do_not_overlap)
{
    take_all();
    expect_all();
    give_all();
}
END_TEST

START_TEST(records_that_came_back_serve_again)
{
    for (size_t round = 0; round < 10; round++) {
        size_t mapped = vera_system_count().mapped;
        take_all();
        expect(round == 0 || vera_system_count().mapped == mapped);
        expect_all();
        shuffle();
        give_all();
    }
}
END_TEST

START_TEST(an_extent_without_records_is_idle)
{
    take_all();
    ck_assert_uint_eq(set.warm_count, 0);
    shuffle();
    give_all();
    ck_assert_uint_eq(set.warm_count, extents());
    ck_assert_ptr_null(vera_record_take_idle_extent(&set, extents()));
    ck_assert_uint_eq(purge_all(), extents());
    ck_assert_uint_eq(set.warm_count, 0);
}
END_TEST

START_TEST(a_purged_extent_serves_again)
{
    for (size_t round = 0; round < 3; round++) {
        size_t mapped = vera_system_count().mapped;
        take_all();
        expect(round == 0 || vera_system_count().mapped == mapped);
        expect_all();
        shuffle();
        give_all();
        purge_all();
    }
}
END_TEST

/* An extent whose pages the system did not take is as it was. */
START_TEST(an_extent_that_stays_warm_serves_again)
{
    take_all();
    give_all();
    struct vera_extent *extent = vera_record_take_idle_extent(&set, 0);
    ck_assert_ptr_nonnull(extent);
    vera_record_give_extent(&set, extent, false);
    ck_assert_uint_eq(set.warm_count, extents());
    size_t mapped = vera_system_count().mapped;
    take_all();
    ck_assert_uint_eq(vera_system_count().mapped, mapped);
    ck_assert_uint_eq(set.warm_count, 0);
    ck_assert_ptr_null(vera_record_take_idle_extent(&set, 0));
    expect_all();
}
END_TEST

TCase *record_cases(void)
{
    TCase *all = tcase_create("record");
    tcase_add_checked_fixture(all, setup, NULL);
    tcase_add_test(all, records_do_not_overlap);
    tcase_add_test(all, records_that_came_back_serve_again);
    tcase_add_test(all, an_extent_without_records_is_idle);
    tcase_add_test(all, a_purged_extent_serves_again);
    tcase_add_test(all, an_extent_that_stays_warm_serves_again);
    return all;
}
