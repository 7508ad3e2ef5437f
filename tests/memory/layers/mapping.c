/* Where mappings are released whole: runs are joined within one, and what is idle is released
 * when it is one from end to end.
 */
#include "mapping.h"

#include "idle_runs.h"
#include "layers.h"
#include "surplus.h"
#include "system.h"
#include "taking.h"

static void setup(void)
{
    idle_runs_setup();
    idle_runs_in_mappings();
}

static void map(size_t place, size_t size)
{
    vera_retained_add_mapping(&retained, BASE + place * MIB, size * MIB);
}

static struct vera_run *next_to_release(void)
{
    enum vera_run_state state;
    struct vera_run *run = vera_surplus_next_to_release(&retained, true, &state);
    expect(run == NULL || state == VERA_RUN_SEALED);
    return run;
}

START_TEST(runs_of_two_mappings_are_not_joined)
{
    map(10, 2);
    map(12, 2);
    sealed(11, 1);
    sealed(12, 1);
    expect(retained.idle[VERA_RUN_SEALED].count == 2);
    sealed(10, 1);
    sealed(13, 1);
    expect(retained.idle[VERA_RUN_SEALED].count == 2);
    warm(20, 1); /* in none that is known, so nothing ends there */
    warm(21, 1);
    expect(is_just(VERA_RUN_WARM, 20, 2));
}
END_TEST

START_TEST(no_run_is_extended_into_another_mapping)
{
    map(10, 2);
    map(12, 3);
    map(15, 2);
    sealed(10, 2);
    warm(12, 3);
    sealed(15, 2);
    struct vera_taking taking;
    expect(!vera_taking_find_warm(&retained, 4 * MIB, vera_system_page(), &taking));
}
END_TEST

START_TEST(a_mapping_is_released_when_all_of_it_is_sealed)
{
    map(10, 4);
    sealed(10, 1);
    sealed(12, 2);
    expect(next_to_release() == NULL);
    struct vera_run *run = make(11, 1);
    expect(vera_surplus_end(&retained, run) == VERA_RUN_SEAL);
    vera_retained_add(&retained, VERA_RUN_SEALED, run);
    run = next_to_release();
    expect(run != NULL && run->addr == BASE + 10 * MIB && run->size == 4 * MIB);
    expect(vera_retained_can_release(&retained, run));
    expect(next_to_release() == NULL);
    vera_retained_add(&retained, VERA_RUN_SEALED, run); /* the system refused */
    expect(next_to_release() == run);
    vera_retained_forget(&retained, run);
    expect(!vera_mapping_begins(&retained.mappings, BASE + 10 * MIB));
}
END_TEST

START_TEST(a_mapping_that_is_used_again_is_not_released)
{
    struct vera_taking taking;
    map(10, 4);
    sealed(10, 4);
    expect(vera_taking_find_cold(&retained, 2 * MIB, vera_system_page(), &taking));
    expect(next_to_release() == NULL);
    vera_taking_give_back(&retained, &taking);
    expect(next_to_release() != NULL);
}
END_TEST

START_TEST(a_part_of_a_mapping_is_sealed_and_not_released)
{
    retained.in_use = 0;
    map(10, 4);
    expect(vera_surplus_end(&retained, make(10, 2)) == VERA_RUN_SEAL);
    expect(vera_surplus_end_of_return(&retained, make(10, 2), 4 * MIB) == VERA_RUN_RELEASE);
    expect(!vera_retained_can_release(&retained, make(10, 2)));
    expect(vera_surplus_end(&retained, make(10, 4)) == VERA_RUN_RELEASE);
}
END_TEST

TCase *mapping_cases(void)
{
    TCase *all = tcase_create("mapping");
    tcase_add_checked_fixture(all, setup, NULL);
    tcase_add_test(all, runs_of_two_mappings_are_not_joined);
    tcase_add_test(all, no_run_is_extended_into_another_mapping);
    tcase_add_test(all, a_mapping_is_released_when_all_of_it_is_sealed);
    tcase_add_test(all, a_mapping_that_is_used_again_is_not_released);
    tcase_add_test(all, a_part_of_a_mapping_is_sealed_and_not_released);
    return all;
}
