/* The class function: every size to the large threshold, at every alignment. */
#include "class_table.h"

#include "layers.h"

static size_t rounded(size_t size, size_t align)
{
    size_t counted = size == 0 ? 1 : size;
    return (counted + align - 1) / align * align;
}

START_TEST(slot_holds_the_block_and_little_more)
{
    for (size_t align = 1; align <= VERA_CLASS_MAX_ALIGN; align *= 2) {
        for (size_t size = 0; size <= VERA_CLASS_MAX_SIZE; size++) {
            unsigned class = vera_class_of(size, align);
            expect(class < VERA_CLASS_COUNT);
            size_t slot = vera_class_size(class);
            size_t need = rounded(size, align);
            size_t most = need + (need / 8 > 7 ? need / 8 : 7);
            if (slot < need || slot > most || slot % align != 0 || slot % 8 != 0) {
                ck_abort_msg("size %zu at %zu: slot %zu", size, align, slot);
            }
        }
    }
}
END_TEST

START_TEST(no_smaller_class_would_do)
{
    for (size_t size = 1; size <= VERA_CLASS_MAX_SIZE; size++) {
        unsigned class = vera_class_of(size, 1);
        expect(class == 0 || vera_class_size(class - 1) < size);
        expect(size >= vera_class_least(class));
    }
}
END_TEST

START_TEST(the_table_equals_the_formula)
{
    static const uint8_t table[VERA_CLASS_ENTRIES] = VERA_CLASS_TABLE;
    for (size_t size = 0; size <= VERA_CLASS_MAX_SIZE; size++) {
        size_t entry = size <= VERA_CLASS_DIRECT ? size : vera_class_coarse(size);
        expect(table[entry] == vera_class_of(size, 1));
    }
}
END_TEST

START_TEST(an_alignment_rounds_the_size_up)
{
    for (size_t align = 1; align <= VERA_CLASS_MAX_ALIGN; align *= 2) {
        for (size_t size = 0; size <= VERA_CLASS_MAX_SIZE; size++) {
            expect(vera_class_of(size, align) == vera_class_of(rounded(size, align), 1));
        }
    }
}
END_TEST

START_TEST(the_rest_is_large)
{
    expect(vera_class_of(VERA_CLASS_MAX_SIZE + 1, 1) == VERA_CLASS_LARGE);
    expect(vera_class_of(SIZE_MAX, 1) == VERA_CLASS_LARGE);
    expect(vera_class_of(1, 2 * VERA_CLASS_MAX_ALIGN) == VERA_CLASS_LARGE);
}
END_TEST

TCase *class_cases(void)
{
    TCase *all = tcase_create("class");
    tcase_add_test(all, slot_holds_the_block_and_little_more);
    tcase_add_test(all, no_smaller_class_would_do);
    tcase_add_test(all, the_table_equals_the_formula);
    tcase_add_test(all, an_alignment_rounds_the_size_up);
    tcase_add_test(all, the_rest_is_large);
    return all;
}
