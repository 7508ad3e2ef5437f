/* Which idle run serves a request, and what happens to the rest. */
#include "taking.h"
#include "idle_runs.h"
#include "layers.h"
#include "system.h"

static struct vera_taking taking;

static size_t take_aligned(size_t size, size_t align)
{
    if (!vera_taking_find_warm(&retained, size, align, &taking) &&
        !vera_taking_find_cold(&retained, size, align, &taking)) {
        return NO_PLACE;
    }
    return place_of((void *)taking.addr);
}

static size_t take(size_t size)
{
    return take_aligned(size * MIB, vera_system_page());
}

/* What was sealed is no longer. */
static void hand_out(void)
{
    for (unsigned i = 0; i < taking.count; i++) {
        taking.parts[i].state = VERA_RUN_COLD;
    }
    vera_taking_hand_out(&retained, &taking);
}

static bool is_part(unsigned index, size_t place, size_t size, enum vera_run_state state)
{
    const struct vera_part *part = &taking.parts[index];
    return index < taking.count && part->addr == BASE + place * MIB && part->size == size * MIB &&
           part->state == state;
}

START_TEST(warm_runs_come_first)
{
    sealed(5, 3);
    cold(10, 3);
    warm(20, 5);
    expect(take(3) == 20);
    expect(is_just(VERA_RUN_WARM, 23, 2));
    expect(is_just(VERA_RUN_COLD, 10, 3));
    hand_out();
    expect(retained.in_use == 1003 * MIB);
}
END_TEST

START_TEST(writable_runs_come_before_sealed_ones)
{
    sealed(5, 3);
    cold(10, 4);
    expect(take(3) == 10);
    expect(is_part(0, 10, 3, VERA_RUN_COLD) && taking.count == 1);
    expect(take(3) == 5);
    expect(is_part(0, 5, 3, VERA_RUN_SEALED) && taking.count == 1);
    expect(take(3) == NO_PLACE);
}
END_TEST

START_TEST(a_small_request_takes_a_chunk_of_a_sealed_run)
{
    sealed(5, 3);
    expect(take_aligned(MIB / 4, vera_system_page()) == 5);
    expect(is_part(0, 5, 1, VERA_RUN_SEALED));
    expect(is_just(VERA_RUN_SEALED, 6, 2));
    hand_out();
    expect(retained.in_use == 1000 * MIB + MIB / 4);
    expect(retained.idle[VERA_RUN_COLD].bytes == MIB - MIB / 4);
    expect(retained.idle[VERA_RUN_COLD].oldest->addr == BASE + 5 * MIB + MIB / 4);
}
END_TEST

START_TEST(a_small_request_takes_all_of_a_small_sealed_run)
{
    struct vera_run *run = make(5, 1);
    run->size = MIB / 2;
    vera_retained_add(&retained, VERA_RUN_SEALED, run);
    expect(take_aligned(MIB / 4, vera_system_page()) == 5);
    expect(taking.parts[0].size == MIB / 2);
    expect(is_none(VERA_RUN_SEALED));
}
END_TEST

START_TEST(a_warm_run_is_extended_at_its_end)
{
    cold(10, 2);
    warm(12, 2);
    sealed(14, 3);
    expect(take(4) == 12);
    expect(is_part(0, 12, 2, VERA_RUN_WARM) && is_part(1, 14, 2, VERA_RUN_SEALED));
    expect(is_none(VERA_RUN_WARM));
    expect(is_just(VERA_RUN_COLD, 10, 2));
    expect(is_just(VERA_RUN_SEALED, 16, 1));
}
END_TEST

START_TEST(a_warm_run_is_extended_at_its_start)
{
    sealed(10, 2);
    warm(12, 2);
    expect(take(3) == 11);
    expect(is_part(0, 11, 1, VERA_RUN_SEALED) && is_part(1, 12, 2, VERA_RUN_WARM));
    expect(is_none(VERA_RUN_WARM));
    expect(is_just(VERA_RUN_SEALED, 10, 1));
}
END_TEST

START_TEST(a_warm_run_is_extended_at_both_ends)
{
    sealed(10, 2);
    warm(12, 2);
    cold(14, 1);
    expect(take(5) == 10);
    expect(taking.count == 3);
    expect(is_none(VERA_RUN_WARM) && is_none(VERA_RUN_COLD) && is_none(VERA_RUN_SEALED));
    hand_out();
    expect(retained.in_use == 1005 * MIB);
}
END_TEST

START_TEST(what_is_not_handed_out_comes_back)
{
    sealed(10, 2);
    warm(12, 2);
    cold(14, 3);
    expect(take(6) == 11);
    vera_taking_give_back(&retained, &taking);
    expect(is_just(VERA_RUN_SEALED, 10, 2));
    expect(is_just(VERA_RUN_WARM, 12, 2));
    expect(is_just(VERA_RUN_COLD, 14, 3));
    expect(retained.in_use == 1000 * MIB && retained.peak == 1000 * MIB);
}
END_TEST

START_TEST(the_largest_run_that_will_do_is_extended)
{
    warm(10, 4);
    cold(14, 1);
    warm(20, 3);
    sealed(23, 3);
    warm(30, 2);
    cold(32, 4);
    expect(take(6) == 20);
}
END_TEST

START_TEST(a_run_that_is_a_small_part_is_not_extended)
{
    warm(10, 1);
    cold(11, 9);
    expect(!vera_taking_find_warm(&retained, 5 * MIB, vera_system_page(), &taking));
    expect(take(4) == 10);
}
END_TEST

START_TEST(no_run_is_extended_for_an_aligned_request)
{
    warm(16, 2);
    cold(18, 2);
    expect(take_aligned(3 * MIB, 2 * MIB) == NO_PLACE);
    cold(20, 3);
    expect(take_aligned(3 * MIB, 2 * MIB) == 18);
    expect(is_just(VERA_RUN_WARM, 16, 2));
}
END_TEST

START_TEST(mappings_are_spread_until_an_eighth_is_cold)
{
    retained.in_use = 72 * MIB;
    cold(10, 3);
    sealed(20, 3);
    expect(vera_taking_should_spread(&retained, 3 * MIB));
    expect(!vera_taking_should_spread(&retained, 3 * MIB + 1));
    expect(!vera_taking_should_spread(&retained, MIB / 4));
}
END_TEST

START_TEST(the_rests_of_a_mapping_are_as_the_mapping)
{
    void *mapping = (void *)(BASE + 11 * MIB);
    vera_taking_split(&retained, mapping, 6 * MIB, VERA_RUN_SEALED, MIB, 4 * MIB, &taking);
    expect(is_part(0, 12, 1, VERA_RUN_SEALED) && taking.count == 1);
    expect(retained.idle[VERA_RUN_SEALED].count == 2);
    expect(retained.idle[VERA_RUN_SEALED].bytes == 5 * MIB);
    expect(is_none(VERA_RUN_COLD));
}
END_TEST

TCase *taking_cases(void)
{
    TCase *all = tcase_create("taking");
    tcase_add_checked_fixture(all, idle_runs_setup, NULL);
    tcase_add_test(all, warm_runs_come_first);
    tcase_add_test(all, writable_runs_come_before_sealed_ones);
    tcase_add_test(all, a_small_request_takes_a_chunk_of_a_sealed_run);
    tcase_add_test(all, a_small_request_takes_all_of_a_small_sealed_run);
    tcase_add_test(all, a_warm_run_is_extended_at_its_end);
    tcase_add_test(all, a_warm_run_is_extended_at_its_start);
    tcase_add_test(all, a_warm_run_is_extended_at_both_ends);
    tcase_add_test(all, what_is_not_handed_out_comes_back);
    tcase_add_test(all, the_largest_run_that_will_do_is_extended);
    tcase_add_test(all, a_run_that_is_a_small_part_is_not_extended);
    tcase_add_test(all, no_run_is_extended_for_an_aligned_request);
    tcase_add_test(all, mappings_are_spread_until_an_eighth_is_cold);
    tcase_add_test(all, the_rests_of_a_mapping_are_as_the_mapping);
    return all;
}
