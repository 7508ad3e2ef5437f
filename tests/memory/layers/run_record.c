/* Records of idle runs: a reserved record is available, whatever is ended meanwhile. */
#include "run_record.h"

#include "layers.h"

enum { RESERVATIONS = 20, RECORDS = RESERVATIONS * VERA_RUN_RECORD_RESERVE };

static void reserve_all(void)
{
    for (size_t i = 0; i < RECORDS; i++) {
        struct vera_run *run = vera_run_record_new();
        expect(run != NULL);
        vera_run_record_give(run);
    }
    for (size_t i = 0; i < RESERVATIONS; i++) {
        expect(vera_run_record_reserve());
    }
}

START_TEST(reserved_records_can_be_taken)
{
    reserve_all();
    expect(!vera_run_record_reserve() && !vera_run_record_is_available());
    for (size_t i = 0; i < RECORDS; i++) {
        vera_run_record_unreserve(1);
        expect(vera_run_record_take(i, 1, 0)->addr == i);
    }
    expect(!vera_run_record_reserve());
}
END_TEST

START_TEST(reserved_records_are_no_surplus)
{
    reserve_all();
    ck_assert_ptr_null(vera_run_record_take_surplus(0));
    vera_run_record_unreserve(5);
    expect(vera_run_record_is_available());
    for (size_t left = 5; left > 2; left--) {
        struct vera_run *run = vera_run_record_take_surplus(2);
        ck_assert_ptr_nonnull(run);
        vera_run_record_end(run);
    }
    ck_assert_ptr_null(vera_run_record_take_surplus(2));
    ck_assert_ptr_nonnull(vera_run_record_take_surplus(1));
}
END_TEST

TCase *run_record_cases(void)
{
    TCase *all = tcase_create("run record");
    tcase_add_test(all, reserved_records_can_be_taken);
    tcase_add_test(all, reserved_records_are_no_surplus);
    return all;
}
