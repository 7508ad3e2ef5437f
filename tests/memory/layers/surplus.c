/* How much of what is idle stays, and in which state. */
#include "surplus.h"
#include "idle_runs.h"
#include "layers.h"
#include "run_record.h"
#include "system.h"

static struct vera_run *next_to_release(bool all)
{
    enum vera_run_state state;
    return vera_surplus_next_to_release(&retained, all, &state);
}

START_TEST(cold_runs_beyond_what_is_in_use_are_released)
{
    retained.in_use = 4 * MIB;
    cold(10, 2);
    sealed(20, 2);
    expect(!vera_surplus_is_any(&retained));
    expect(next_to_release(false) == NULL);
    retained.in_use = 4 * MIB - 1;
    expect(vera_surplus_is_any(&retained));
    expect(next_to_release(false)->addr == BASE + 20 * MIB);
    expect(!vera_surplus_is_any(&retained));
    expect(next_to_release(true)->addr == BASE + 10 * MIB);
    expect(next_to_release(true) == NULL);
}
END_TEST

/* What is sealed has a mapping of its own. */
START_TEST(writable_runs_of_less_than_a_chunk_stay)
{
    retained.in_use = 0;
    vera_retained_add(&retained, VERA_RUN_COLD, vera_run_record_take(BASE, MIB - 4096, 0));
    expect(!vera_surplus_is_any(&retained));
    expect(next_to_release(false) == NULL);
    vera_retained_add(&retained, VERA_RUN_SEALED, vera_run_record_take(BASE + 2 * MIB, 4096, 0));
    expect(vera_surplus_is_any(&retained));
    expect(next_to_release(false)->size == 4096);
    expect(next_to_release(true)->size == MIB - 4096);
}
END_TEST

START_TEST(a_joined_run_is_as_young_as_its_newest_part)
{
    static const struct {
        size_t place;
        uint64_t since;
    } runs[] = {{10, 10}, {30, 20}, {11, 30}};
    for (size_t i = 0; i < 3; i++) {
        struct vera_run *run = make(runs[i].place, 1);
        run->since = runs[i].since;
        vera_retained_add(&retained, VERA_RUN_WARM, run);
    }
    expect(vera_surplus_next_to_cool(&retained, 35, 10)->addr == BASE + 30 * MIB);
    expect(vera_surplus_next_to_cool(&retained, 35, 10) == NULL);
    expect(vera_surplus_next_to_cool(&retained, 40, 10)->size == 2 * MIB);
}
END_TEST

START_TEST(only_the_surplus_of_a_run_goes)
{
    retained.in_use = retained.peak = 0;
    warm(10, 3 + VERA_SYSTEM_IDLE / MIB);
    struct vera_run *run = vera_surplus_next_to_cool(&retained, 0, UINT64_MAX);
    expect(run != NULL);
    expect(run->addr == BASE + 10 * MIB + VERA_SYSTEM_IDLE);
    expect(run->size == 3 * MIB);
    expect(vera_surplus_next_to_cool(&retained, 0, UINT64_MAX) == NULL);
    expect(vera_surplus_next_to_cool(&retained, 5, 5)->size == VERA_SYSTEM_IDLE);
}
END_TEST

/* README.md says so. */
START_TEST(eight_MiB_stay_warm_whatever_is_in_use)
{
    retained.in_use = retained.peak = 0;
    warm(10, 9);
    expect(vera_surplus_next_to_cool(&retained, 0, UINT64_MAX)->size == MIB);
    expect(vera_surplus_next_to_cool(&retained, 0, UINT64_MAX) == NULL);
    expect(is_just(VERA_RUN_WARM, 10, 8));
}
END_TEST

static enum vera_run_end returned(struct vera_run *run, size_t align)
{
    vera_retained_count_in(&retained, run->size);
    retained.in_use -= run->size;
    return vera_surplus_end_of_return(&retained, run, align);
}

START_TEST(a_run_is_retained_unless_it_is_more_than_may_be)
{
    size_t most = VERA_SYSTEM_IDLE / MIB;
    retained.in_use = retained.peak = 0;
    expect(returned(make(10, most + 1), 1) == VERA_RUN_RELEASE);
    expect(retained.lost == (most + 1) * MIB);
    retained.in_use = retained.peak = 0;
    expect(returned(make(10, most), 1) == VERA_RUN_RETAIN);
    expect(is_just(VERA_RUN_WARM, 10, most));
}
END_TEST

/* What was lost and then needed again is missed, and stays warm the next time. */
START_TEST(what_was_missed_stays_warm)
{
    retained.in_use = retained.peak = 40 * MIB;
    vera_retained_lose(&retained, 20 * MIB);
    vera_retained_miss(&retained, 30 * MIB); /* ten of them were never lost */
    expect(retained.missed == 20 * MIB && retained.lost == 0);
    retained.in_use = 0;
    warm(10, 30);
    expect(vera_surplus_next_to_cool(&retained, 0, UINT64_MAX)->size == 10 * MIB);
    expect(vera_surplus_next_to_cool(&retained, 0, UINT64_MAX) == NULL);
    expect(is_just(VERA_RUN_WARM, 10, 20));
    expect(retained.lost == 10 * MIB);
    retained.peak = 12 * MIB; /* no more than half above the peak */
    expect(vera_surplus_next_to_cool(&retained, 0, UINT64_MAX)->size == 2 * MIB);
}
END_TEST

START_TEST(what_is_warm_in_vain_is_no_longer_missed)
{
    retained.in_use = retained.peak = 40 * MIB;
    vera_retained_lose(&retained, 32 * MIB);
    vera_retained_miss(&retained, 32 * MIB);
    vera_retained_decay(&retained);
    expect(retained.missed == 28 * MIB);
    retained.in_use = 0;
    warm(10, 20);
    expect(vera_surplus_next_to_cool(&retained, 1000, 1000)->size == 20 * MIB);
    expect(retained.missed == 8 * MIB && retained.lost == 0);
    vera_retained_waste(&retained, 9 * MIB);
    expect(retained.missed == 0);
}
END_TEST

/* A loss long ago teaches nothing, and nothing is missed beyond twice the peak. */
START_TEST(a_loss_is_forgotten)
{
    retained.in_use = retained.peak = 4 * MIB;
    vera_retained_lose(&retained, 64 * MIB);
    for (unsigned second = 0; second < 2; second++) {
        vera_retained_decay(&retained);
    }
    expect(retained.lost == 16 * MIB);
    vera_retained_miss(&retained, 64 * MIB);
    expect(retained.missed == 8 * MIB && retained.lost == 0);
}
END_TEST

START_TEST(a_sixth_above_the_peak_stays_warm)
{
    retained.in_use = 60 * MIB;
    retained.peak = 96 * MIB;
    warm(10, 60);
    expect(vera_surplus_next_to_cool(&retained, 0, UINT64_MAX)->size == 8 * MIB);
    expect(vera_surplus_next_to_cool(&retained, 0, UINT64_MAX) == NULL);
    expect(is_just(VERA_RUN_WARM, 10, 52));
    retained.in_use = 40 * MIB; /* no more than that */
    expect(vera_surplus_next_to_cool(&retained, 0, UINT64_MAX)->size == 12 * MIB);
    expect(is_just(VERA_RUN_WARM, 10, 40));
}
END_TEST

/* The bound follows the peak, which counts what came back, but not what was refused. */
START_TEST(the_peak_counts_what_was_not_refused)
{
    retained.in_use = retained.peak = 100 * MIB;
    expect(vera_run_record_reserve());
    vera_retained_count_in(&retained, 50 * MIB);
    vera_run_record_give(vera_retained_refuse(&retained, (void *)BASE, 50 * MIB, 0));
    vera_retained_count_in(&retained, 0);
    expect(retained.in_use == 100 * MIB && retained.peak == 100 * MIB);
    vera_retained_count_in(&retained, 50 * MIB);
    vera_run_record_give(vera_retained_take_back(&retained, (void *)BASE, 50 * MIB, 0));
    expect(retained.in_use == 100 * MIB && retained.peak == 150 * MIB);
    vera_retained_count_in(&retained, 80 * MIB);
    vera_retained_decay(&retained);
    expect(retained.peak == 180 * MIB);
    vera_run_record_unreserve(1);
}
END_TEST

/* And with it the writable cold runs beside it. */
START_TEST(an_over_aligned_run_is_released)
{
    cold(10, 2);
    cold(13, 3);
    cold(20, 1);
    struct vera_run *run = make(12, 1);
    expect(returned(run, 2 * MIB) == VERA_RUN_RELEASE);
    expect(run->addr == BASE + 10 * MIB && run->size == 6 * MIB);
    expect(is_just(VERA_RUN_COLD, 20, 1));
    expect(retained.idle[VERA_RUN_COLD].bytes == MIB);
}
END_TEST

START_TEST(a_run_of_a_chunk_is_sealed)
{
    struct vera_run *run = make(10, 1);
    expect(vera_surplus_end(&retained, run) == VERA_RUN_SEAL);
    run->size = MIB - 4096;
    expect(vera_surplus_end(&retained, run) == VERA_RUN_PURGE);
}
END_TEST

START_TEST(cold_runs_beside_a_run_are_sealed_with_it)
{
    struct vera_run *before = make(10, 1);
    struct vera_run *run = make(10, 1);
    before->size = run->size = MIB / 2;
    run->addr += MIB / 2;
    vera_retained_add(&retained, VERA_RUN_COLD, before);
    expect(vera_surplus_end(&retained, run) == VERA_RUN_SEAL);
    expect(run->addr == BASE + 10 * MIB && run->size == MIB);
    expect(is_none(VERA_RUN_COLD));
}
END_TEST

START_TEST(a_run_beside_a_sealed_one_is_sealed)
{
    sealed(11, 1);
    struct vera_run *run = make(12, 1);
    run->size = 4096;
    expect(vera_surplus_end(&retained, run) == VERA_RUN_SEAL);
    expect(is_just(VERA_RUN_SEALED, 11, 1));
}
END_TEST

START_TEST(a_run_that_would_be_surplus_is_released)
{
    retained.in_use = 3 * MIB;
    sealed(20, 1);
    expect(vera_surplus_end(&retained, make(10, 3)) == VERA_RUN_RELEASE);
    expect(vera_surplus_end(&retained, make(10, 2)) == VERA_RUN_SEAL);
}
END_TEST

/* Distant from each other. */
static void seal_a_thousand(void)
{
    for (size_t i = 0; i < 1000; i++) {
        vera_retained_add(&retained, VERA_RUN_SEALED,
                          vera_run_record_take(BASE + (1000 + 2 * i) * 4096, 4096, 0));
    }
}

START_TEST(no_more_than_a_thousand_runs_are_sealed)
{
    seal_a_thousand();
    expect(!vera_surplus_may_seal(&retained));
    expect(vera_surplus_end(&retained, make(50, 1)) == VERA_RUN_PURGE);
    struct vera_run *run = vera_run_record_take(BASE + 1001 * 4096, 4096, 0);
    expect(vera_surplus_end(&retained, run) == VERA_RUN_SEAL);
}
END_TEST

START_TEST(a_tenth_is_cold_and_writable_at_most)
{
    retained.in_use = 112 * MIB;
    warm(50, 8);
    for (size_t i = 0; i < 24; i++) { /* 12 MiB */
        struct vera_run *run = make(10 + i, 1);
        run->size = MIB / 2;
        vera_retained_add(&retained, VERA_RUN_COLD, run);
    }
    expect(!vera_surplus_is_any(&retained));
    expect(vera_surplus_next_to_seal(&retained) == NULL);
    retained.in_use -= 10;
    expect(vera_surplus_is_any(&retained));
    expect(vera_surplus_next_to_seal(&retained)->size == MIB / 2);
    expect(vera_surplus_next_to_seal(&retained) == NULL);
}
END_TEST

START_TEST(holes_of_less_than_64_KiB_stay_writable)
{
    for (size_t i = 0; i < 700; i++) {
        uintptr_t addr = BASE + i * 2 * MIB;
        vera_retained_add(&retained, VERA_RUN_COLD, vera_run_record_take(addr, 60 << 10, 0));
    }
    retained.in_use = 50 * MIB;
    expect(vera_surplus_next_to_seal(&retained) == NULL);
    expect(!vera_surplus_is_any(&retained));
}
END_TEST

TCase *surplus_cases(void)
{
    TCase *all = tcase_create("surplus");
    tcase_add_checked_fixture(all, idle_runs_setup, NULL);
    tcase_add_test(all, cold_runs_beyond_what_is_in_use_are_released);
    tcase_add_test(all, writable_runs_of_less_than_a_chunk_stay);
    tcase_add_test(all, a_joined_run_is_as_young_as_its_newest_part);
    tcase_add_test(all, only_the_surplus_of_a_run_goes);
    tcase_add_test(all, eight_MiB_stay_warm_whatever_is_in_use);
    tcase_add_test(all, a_run_is_retained_unless_it_is_more_than_may_be);
    tcase_add_test(all, a_sixth_above_the_peak_stays_warm);
    tcase_add_test(all, what_was_missed_stays_warm);
    tcase_add_test(all, what_is_warm_in_vain_is_no_longer_missed);
    tcase_add_test(all, a_loss_is_forgotten);
    tcase_add_test(all, the_peak_counts_what_was_not_refused);
    tcase_add_test(all, an_over_aligned_run_is_released);
    tcase_add_test(all, a_run_of_a_chunk_is_sealed);
    tcase_add_test(all, cold_runs_beside_a_run_are_sealed_with_it);
    tcase_add_test(all, a_run_beside_a_sealed_one_is_sealed);
    tcase_add_test(all, a_run_that_would_be_surplus_is_released);
    tcase_add_test(all, no_more_than_a_thousand_runs_are_sealed);
    tcase_add_test(all, a_tenth_is_cold_and_writable_at_most);
    tcase_add_test(all, holes_of_less_than_64_KiB_stay_writable);
    return all;
}
