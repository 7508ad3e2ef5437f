/* Which idle run serves a request. No memory lies at the addresses. Places and sizes are in
 * MiB; places are from 0 to 99 above a base.
 */
#include "posix/retained.h"

#include "layers.h"
#include "posix/run_record.h"
#include "system.h"

#include <string.h>

#define MIB ((size_t)1 << 20)
#define BASE ((uintptr_t)1 << 30)
#define NO_PLACE 100u

static struct vera_retained retained;

static struct vera_run *make(size_t place, size_t size)
{
    return vera_run_record_take(BASE + place * MIB, size * MIB, 0);
}

/* So much is in use that no bound is near. */
static void setup(void)
{
    memset(&retained, 0, sizeof retained);
    retained.in_use = retained.peak = 1000 * MIB;
    struct vera_extent *extent = vera_record_new_extent();
    expect(extent != NULL);
    vera_run_record_add_extent(extent);
    expect(vera_run_record_reserve());
}

static void warm(size_t place, size_t size)
{
    vera_retained_add_warm(&retained, make(place, size));
}

static void cold(size_t place, size_t size)
{
    vera_retained_add_cold(&retained, make(place, size));
}

static size_t place_of(const void *addr)
{
    return addr != NULL ? ((uintptr_t)addr - BASE) / MIB : NO_PLACE;
}

static size_t take(size_t size)
{
    return place_of(vera_retained_take(&retained, size * MIB, vera_system_page(), size * MIB));
}

/* Whether a set has one run at a place, and nothing else. */
static bool is_just(const struct vera_run_set *set, size_t place, size_t size)
{
    const struct vera_run *run = set->oldest;
    return run != NULL && run == set->newest && run->addr == BASE + place * MIB &&
           run->size == size * MIB;
}

static bool is_none(const struct vera_run_set *set)
{
    return set->oldest == NULL;
}

START_TEST(warm_runs_are_taken_first)
{
    cold(10, 3);
    warm(20, 5);
    expect(take(3) == 20);
    expect(is_just(&retained.warm, 23, 2));
    expect(is_just(&retained.cold, 10, 3));
    expect(retained.in_use == 1003 * MIB);
}
END_TEST

START_TEST(a_warm_run_is_extended_at_its_end)
{
    cold(10, 2);
    warm(12, 2);
    cold(14, 3);
    expect(take(4) == 12);
    expect(is_none(&retained.warm));
    expect(retained.cold.bytes == 3 * MIB);
    expect(retained.cold.oldest->addr == BASE + 10 * MIB);
    expect(retained.cold.newest->addr == BASE + 16 * MIB);
}
END_TEST

START_TEST(a_warm_run_is_extended_at_its_start)
{
    cold(10, 2);
    warm(12, 2);
    expect(take(3) == 11);
    expect(is_none(&retained.warm));
    expect(is_just(&retained.cold, 10, 1));
}
END_TEST

START_TEST(a_warm_run_is_extended_at_both_ends)
{
    cold(10, 2);
    warm(12, 2);
    cold(14, 1);
    expect(take(5) == 10);
    expect(is_none(&retained.warm));
    expect(is_none(&retained.cold));
    expect(retained.in_use == 1005 * MIB);
}
END_TEST

START_TEST(the_largest_run_that_will_do_is_extended)
{
    warm(10, 4);
    cold(14, 1);
    warm(20, 3);
    cold(23, 3);
    warm(30, 2);
    cold(32, 4);
    expect(take(6) == 20);
}
END_TEST

START_TEST(a_run_that_is_a_small_part_is_not_extended)
{
    warm(10, 1);
    cold(11, 9);
    expect(take(5) == NO_PLACE);
    expect(take(4) == 10);
}
END_TEST

START_TEST(no_run_is_extended_for_an_aligned_request)
{
    warm(16, 2);
    cold(18, 2);
    retained.in_use = 0; /* so that a cold run is taken rather than a new mapping */
    expect(place_of(vera_retained_take(&retained, 3 * MIB, 2 * MIB, 5 * MIB)) == NO_PLACE);
    cold(20, 3);
    expect(place_of(vera_retained_take(&retained, 3 * MIB, 2 * MIB, 5 * MIB)) == 18);
    expect(is_just(&retained.warm, 16, 2));
}
END_TEST

START_TEST(mappings_are_spread_until_as_much_is_cold_as_in_use)
{
    retained.in_use = 10 * MIB;
    cold(10, 6);
    expect(vera_retained_mapping(&retained, 4 * MIB) == 8 * MIB);
    expect(take(4) == NO_PLACE);
    expect(vera_retained_mapping(&retained, 5 * MIB) == 5 * MIB);
    expect(take(5) == 10);
    expect(vera_retained_mapping(&retained, MIB / 4) == MIB);
}
END_TEST

START_TEST(cold_runs_beyond_what_is_in_use_are_released)
{
    retained.in_use = 3 * MIB;
    cold(10, 1);
    cold(20, 2);
    expect(!vera_retained_is_surplus(&retained));
    expect(vera_retained_next_to_release(&retained, false) == NULL);
    retained.in_use = 3 * MIB - 1;
    expect(vera_retained_is_surplus(&retained));
    expect(vera_retained_next_to_release(&retained, false)->addr == BASE + 20 * MIB);
    expect(!vera_retained_is_surplus(&retained));
    expect(vera_retained_next_to_release(&retained, true)->addr == BASE + 10 * MIB);
    expect(vera_retained_next_to_release(&retained, true) == NULL);
}
END_TEST

START_TEST(cold_runs_of_less_than_a_chunk_stay)
{
    retained.in_use = 0;
    vera_retained_add_cold(&retained, vera_run_record_take(BASE, MIB - 4096, 0));
    expect(!vera_retained_is_surplus(&retained));
    expect(vera_retained_next_to_release(&retained, false) == NULL);
    expect(vera_retained_next_to_release(&retained, true) != NULL);
}
END_TEST

START_TEST(a_joined_run_is_as_young_as_its_newest_part)
{
    static const struct {
        size_t place;
        uint64_t since;
    } runs[] = {{10, 10}, {30, 20}, {11, 30}};
    for (size_t i = 0; i < 3; i++) {
        uintptr_t addr = BASE + runs[i].place * MIB;
        vera_retained_add_warm(&retained, vera_run_record_take(addr, MIB, runs[i].since));
    }
    expect(vera_retained_next_to_purge(&retained, 35, 10)->addr == BASE + 30 * MIB);
    expect(vera_retained_next_to_purge(&retained, 35, 10) == NULL);
    expect(vera_retained_next_to_purge(&retained, 40, 10)->size == 2 * MIB);
}
END_TEST

START_TEST(only_the_surplus_of_a_run_is_purged)
{
    retained.in_use = retained.peak = 0;
    warm(10, 3 + VERA_SYSTEM_IDLE / MIB);
    struct vera_run *run = vera_retained_next_to_purge(&retained, 0, UINT64_MAX);
    expect(run != NULL);
    expect(run->addr == BASE + 10 * MIB + VERA_SYSTEM_IDLE);
    expect(run->size == 3 * MIB);
    expect(vera_retained_next_to_purge(&retained, 0, UINT64_MAX) == NULL);
    expect(vera_retained_next_to_purge(&retained, 5, 5)->size == VERA_SYSTEM_IDLE);
}
END_TEST

START_TEST(a_run_joins_the_cold_runs_beside_it)
{
    cold(10, 2);
    cold(13, 3);
    cold(20, 1);
    struct vera_run *run = make(12, 1);
    vera_retained_join_cold(&retained, run);
    expect(run->addr == BASE + 10 * MIB && run->size == 6 * MIB);
    expect(is_just(&retained.cold, 20, 1));
    expect(retained.cold.bytes == MIB);
}
END_TEST

TCase *retained_cases(void)
{
    TCase *all = tcase_create("retained");
    tcase_add_checked_fixture(all, setup, NULL);
    tcase_add_test(all, warm_runs_are_taken_first);
    tcase_add_test(all, a_warm_run_is_extended_at_its_end);
    tcase_add_test(all, a_warm_run_is_extended_at_its_start);
    tcase_add_test(all, a_warm_run_is_extended_at_both_ends);
    tcase_add_test(all, the_largest_run_that_will_do_is_extended);
    tcase_add_test(all, a_run_that_is_a_small_part_is_not_extended);
    tcase_add_test(all, no_run_is_extended_for_an_aligned_request);
    tcase_add_test(all, mappings_are_spread_until_as_much_is_cold_as_in_use);
    tcase_add_test(all, cold_runs_beyond_what_is_in_use_are_released);
    tcase_add_test(all, cold_runs_of_less_than_a_chunk_stay);
    tcase_add_test(all, a_joined_run_is_as_young_as_its_newest_part);
    tcase_add_test(all, only_the_surplus_of_a_run_is_purged);
    tcase_add_test(all, a_run_joins_the_cold_runs_beside_it);
    return all;
}
