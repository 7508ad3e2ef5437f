/* The places of check mode, as the program's addresses are looked up in them. */
#include "check/place.h"

#include "check/map.h"
#include "check/record.h"
#include "layers.h"

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

TCase *check_place_cases(void)
{
    TCase *all = tcase_create("check place");
    tcase_add_test(all, a_block_is_found_at_all_its_bytes);
    tcase_add_test(all, a_record_of_another_place_is_nothing);
    tcase_add_test(all, the_first_block_in_a_range_is_found);
    return all;
}
