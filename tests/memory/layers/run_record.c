/* Records of idle runs: a reserved record is available, whatever is purged meanwhile. */
#include "run_record.h"

#include "layers.h"

static size_t reservations; /* made by reserve_all */

/* Makes as many reservations as the records of one extent allow; nobody else uses them. */
static void reserve_all(void)
{
    struct vera_extent *extent = vera_record_new_extent();
    expect(extent != NULL);
    vera_run_record_add_extent(extent);
    for (reservations = 0; vera_run_record_reserve(); reservations++) {
    }
    expect(reservations > 20);
}

START_TEST(reserved_records_can_be_taken)
{
    reserve_all();
    for (size_t i = 0; i < reservations * VERA_RUN_RECORD_RESERVE; i++) {
        vera_run_record_unreserve(1);
        expect(vera_run_record_take(i, 1, 0) != NULL);
    }
    expect(!vera_run_record_reserve());
}
END_TEST

/* The extent becomes idle when a record that was in use comes back. */
START_TEST(reserved_records_are_not_purged)
{
    reserve_all();
    vera_run_record_unreserve(1);
    vera_run_record_give(vera_run_record_take(1, 1, 0));
    ck_assert_ptr_null(vera_run_record_take_idle_extent(0));
    vera_run_record_unreserve(reservations * VERA_RUN_RECORD_RESERVE - 1);
    struct vera_extent *extent = vera_run_record_take_idle_extent(0);
    ck_assert_ptr_nonnull(extent);
    vera_run_record_give_extent(extent, false);
}
END_TEST

START_TEST(records_being_purged_are_not_reserved)
{
    reserve_all();
    vera_run_record_unreserve(reservations * VERA_RUN_RECORD_RESERVE);
    vera_run_record_give(vera_run_record_take(1, 1, 0));
    struct vera_extent *extent = vera_run_record_take_idle_extent(0);
    ck_assert_ptr_nonnull(extent);
    expect(!vera_run_record_reserve() && !vera_run_record_is_available());
    expect(vera_record_purge_extent(extent));
    vera_run_record_give_extent(extent, true);
    expect(vera_run_record_reserve() && vera_run_record_is_available());
}
END_TEST

TCase *run_record_cases(void)
{
    TCase *all = tcase_create("run record");
    tcase_add_test(all, reserved_records_can_be_taken);
    tcase_add_test(all, reserved_records_are_not_purged);
    tcase_add_test(all, records_being_purged_are_not_reserved);
    return all;
}
