/* The places of check mode, as the program's addresses are looked up in them. */
#include "check/place.h"

#include "check/guarded.h"
#include "check/map.h"
#include "check/mark.h"
#include "check/record.h"
#include "child.h"
#include "environment.h"
#include "layers.h"

static void begin_nothing(void)
{
}

static void take(struct vera_check_block *block, size_t size, size_t align)
{
    struct vera_findings none = {.count = 0};
    expect(vera_place_take(block, size, align, &none) && none.count == 0);
    vera_check_block_begin(block, size, align, NULL);
}

static void give(struct vera_check_block *block)
{
    expect(vera_check_record_claim(block));
    expect(vera_place_give(block));
}

START_TEST(a_block_is_found_at_all_its_bytes)
{
    for (size_t size = 1; size < 300000; size += 1 + size / 3) {
        struct vera_check_block block;
        struct vera_check_block seen;
        take(&block, size, 8);
        for (size_t offset = 0; offset < size; offset += 1 + size / 50) {
            expect(vera_place_find(block.start + offset, &seen) && seen.start == block.start);
        }
        give(&block);
        expect(!vera_place_find(block.start, &seen));
    }
}
END_TEST

/* A thread that is slow may find a record that serves another place by then. */
START_TEST(a_record_of_another_place_is_nothing)
{
    static _Alignas(4096) char here[4096];
    struct vera_check_block block;
    struct vera_check_block seen;
    take(&block, 1000, 8);
    expect(vera_check_map_reserve(here, sizeof here));
    vera_check_map_set_record(here, sizeof here, block.record);
    for (size_t offset = 0; offset < sizeof here; offset++) {
        expect(!vera_place_find(here + offset, &seen));
    }
    expect(!vera_place_find_in(here, sizeof here, &seen));
    vera_check_map_set_record(here, sizeof here, NULL);
    give(&block);
}
END_TEST

START_TEST(the_first_block_in_a_range_is_found)
{
    struct vera_check_block block;
    struct vera_check_block seen;
    take(&block, 100, 8);
    expect(vera_place_find_in(block.start + 99, 1, &seen) && seen.start == block.start);
    expect(vera_place_find_in(block.base - 5000, 10000, &seen));
    expect(!vera_place_find_in((const char *)&seen, sizeof seen, &seen));
    give(&block);
}
END_TEST

START_TEST(a_range_of_any_size_is_looked_through_at_once)
{
    struct vera_check_block block;
    struct vera_check_block seen;
    take(&block, 100, 8);
    const char *first = (const char *)1;
    expect(vera_place_find_in(first, SIZE_MAX, &seen) && seen.start == block.start);
    give(&block);
    expect(!vera_place_find_in(first, SIZE_MAX, &seen));
}
END_TEST

static void leave_quarantine(struct vera_check_block *block)
{
    expect(vera_check_record_claim(block));
    vera_check_block_poison(block);
    expect(vera_place_give(block));
}

/* Takes a slot, of whose last block a byte was written after the free. */
static void take_written_slot(struct vera_check_block *block, struct vera_findings *findings,
                              bool by_child)
{
    struct vera_check_block last;
    environment_set("VERA_MEMORY_CHECK_PAGES", "0");
    vera_guarded_read_setting();
    take(&last, 100, 8);
    expect(last.kind == VERA_CHECK_SLOT);
    leave_quarantine(&last);
    last.start[50] = 1;
    if (by_child) {
        vera_child_begin(begin_nothing);
    }
    expect(vera_place_take(block, 100, 8, findings) && block->base == last.base);
}

static bool is_all_marks(const struct vera_check_block *block)
{
    return vera_mark_find_other(block->base, vera_check_block_end_of_place(block)) == NULL;
}

START_TEST(a_write_to_a_free_slot_is_found)
{
    struct vera_check_block block;
    struct vera_findings findings = {.count = VERA_FINDINGS_MOST - 1};
    take_written_slot(&block, &findings, false);
    expect(vera_findings_are_full(&findings));
    expect(findings.bytes[VERA_FINDINGS_MOST - 1] == block.start + 50);
    expect(is_all_marks(&block));
}
END_TEST

/* Otherwise the next block would be accused of the write at its free. */
START_TEST(a_slot_is_all_marks_even_if_nothing_can_be_said)
{
    struct vera_check_block block;
    struct vera_findings findings = {.count = VERA_FINDINGS_MOST};
    take_written_slot(&block, &findings, false);
    expect(vera_findings_are_full(&findings));
    expect(is_all_marks(&block));
}
END_TEST

START_TEST(a_slot_is_all_marks_even_if_the_parent_freed_its_last_block)
{
    struct vera_check_block block;
    struct vera_findings findings = {.count = 0};
    take_written_slot(&block, &findings, true);
    expect(findings.count == 0);
    expect(is_all_marks(&block));
}
END_TEST

TCase *check_place_cases(void)
{
    TCase *all = tcase_create("check place");
    tcase_add_test(all, a_block_is_found_at_all_its_bytes);
    tcase_add_test(all, a_record_of_another_place_is_nothing);
    tcase_add_test(all, the_first_block_in_a_range_is_found);
    tcase_add_test(all, a_range_of_any_size_is_looked_through_at_once);
    tcase_add_test(all, a_write_to_a_free_slot_is_found);
    tcase_add_test(all, a_slot_is_all_marks_even_if_nothing_can_be_said);
    tcase_add_test(all, a_slot_is_all_marks_even_if_the_parent_freed_its_last_block);
    return all;
}
