/* Records in regions: apart from each other, used again, and without pages when a whole
 * region is free.
 */
#include "region.h"

#include "layers.h"
#include "record.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 3000 };

struct item {
    struct vera_region_tag tag;
    size_t value[13]; /* 112 bytes, so that regions have a rest at their end */
};

static struct vera_region_set set;
static struct item *items[MOST];

static void setup(void)
{
    memset(&set, 0, sizeof set);
    set.size = sizeof(struct item);
}

static struct item *take(void)
{
    struct vera_region_tag *record = vera_region_take(&set);
    if (record == NULL) {
        struct vera_region *region = vera_region_new();
        expect(region != NULL);
        vera_region_add(&set, region);
        record = vera_region_take(&set);
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
        vera_region_give(&set, &items[i]->tag);
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

/* Takes out, drops and puts back all that have pages and no records. */
static size_t drop_all(void)
{
    struct vera_region *region;
    size_t count = 0;
    while ((region = vera_region_next_idle(&set, 0)) != NULL) {
        expect(vera_region_drop(region));
        vera_region_return(&set, region, true);
        count++;
    }
    return count;
}

static size_t regions(void)
{
    size_t each = vera_region_records(&set);
    return (MOST + each - 1) / each;
}

START_TEST(records_of_a_region_are_apart)
{
    take_all();
    expect_all();
    give_all();
}
END_TEST

START_TEST(what_came_back_serves_again)
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

START_TEST(a_region_without_records_is_idle)
{
    take_all();
    ck_assert_uint_eq(set.idle_count, 0);
    shuffle();
    give_all();
    ck_assert_uint_eq(set.idle_count, regions());
    ck_assert_ptr_null(vera_region_next_idle(&set, regions()));
    ck_assert_uint_eq(drop_all(), regions());
    ck_assert_uint_eq(set.idle_count, 0);
}
END_TEST

START_TEST(a_dropped_region_serves_again)
{
    for (size_t round = 0; round < 3; round++) {
        size_t mapped = vera_system_count().mapped;
        take_all();
        expect(round == 0 || vera_system_count().mapped == mapped);
        expect_all();
        shuffle();
        give_all();
        drop_all();
    }
}
END_TEST

/* A region that the system did not take the pages of is as it was. */
START_TEST(a_region_that_keeps_its_pages_serves_again)
{
    take_all();
    give_all();
    struct vera_region *region = vera_region_next_idle(&set, 0);
    ck_assert_ptr_nonnull(region);
    vera_region_return(&set, region, false);
    ck_assert_uint_eq(set.idle_count, regions());
    size_t mapped = vera_system_count().mapped;
    take_all();
    ck_assert_uint_eq(vera_system_count().mapped, mapped);
    ck_assert_uint_eq(set.idle_count, 0);
    ck_assert_ptr_null(vera_region_next_idle(&set, 0));
    expect_all();
}
END_TEST

TCase *region_cases(void)
{
    TCase *all = tcase_create("region");
    tcase_add_checked_fixture(all, setup, NULL);
    tcase_add_test(all, records_of_a_region_are_apart);
    tcase_add_test(all, what_came_back_serves_again);
    tcase_add_test(all, a_region_without_records_is_idle);
    tcase_add_test(all, a_dropped_region_serves_again);
    tcase_add_test(all, a_region_that_keeps_its_pages_serves_again);
    return all;
}
