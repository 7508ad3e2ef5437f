/* Groups of slots: each slot is found at all its bytes, and a group without blocks is closed. */
#include "check/group.h"

#include "check/map.h"
#include "class.h"
#include "layers.h"

#include <string.h>

enum { SLOTS = 4000 };
static struct vera_slot slots[SLOTS];

/* Uses a slot as a place does, so that the record has its base. */
static void use(const struct vera_slot *slot)
{
    struct vera_check_block block = {
        .record = slot->record, .base = slot->base, .start = slot->base, .align = 8};
    vera_check_record_begin(&block, VERA_CHECK_LIVE);
}

static void take(unsigned class, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        slots[i] = vera_group_take(class);
        expect(slots[i].record != NULL && slots[i].size == vera_class_size(class));
        use(&slots[i]);
        memset(slots[i].base, (int)(i % 251), slots[i].size);
    }
}

static void give(size_t count)
{
    for (size_t i = 0; i < count; i++) {
        vera_group_give(slots[i].base, slots[i].record);
    }
}

static struct vera_check_record *find(const char *addr, size_t *rest)
{
    struct vera_check_entry entry = vera_check_map_find(addr);
    return entry.group != NULL ? vera_group_find(entry.group, addr, rest) : NULL;
}

static const unsigned classes[] = {
    VERA_CLASS_OF_SIZE(40),
    VERA_CLASS_OF_SIZE(256),
    VERA_CLASS_OF_SIZE(320),
    VERA_CLASS_OF_SIZE(VERA_GROUP_MAX_SLOT),
};

START_TEST(slots_do_not_overlap)
{
    take(classes[_i], 1000);
    for (size_t i = 0; i < 1000; i++) {
        expect((unsigned char)slots[i].base[0] == i % 251);
        expect((unsigned char)slots[i].base[slots[i].size - 1] == i % 251);
    }
    give(1000);
}
END_TEST

START_TEST(a_slot_is_found_at_each_of_its_bytes)
{
    take(classes[_i], 1000);
    for (size_t i = 0; i < 1000; i++) {
        size_t rest;
        expect(find(slots[i].base, &rest) == slots[i].record && rest == slots[i].size);
        expect(find(slots[i].base + slots[i].size - 1, &rest) == slots[i].record && rest == 1);
    }
    give(1000);
}
END_TEST

/* A run of pages is no whole number of slots. */
START_TEST(behind_the_last_slot_is_none)
{
    take(VERA_CLASS_OF_SIZE(40), 1);
    const char *end = slots[0].base;
    size_t rest;
    while (find(end, &rest) != NULL) {
        end += rest;
    }
    expect(vera_check_map_find(end).group != NULL);
    expect((uintptr_t)(end + rest) % VERA_CHECK_GRAIN == 0);
    give(1);
}
END_TEST

START_TEST(a_slot_is_new_until_it_was_used)
{
    take(VERA_CLASS_OF_SIZE(64), 1);
    expect(slots[0].is_new);
    char *base = slots[0].base;
    give(1);
    slots[0] = vera_group_take(VERA_CLASS_OF_SIZE(64));
    expect(slots[0].base == base && !slots[0].is_new);
    give(1);
}
END_TEST

/* One stays, for the next slot. */
START_TEST(empty_groups_are_closed)
{
    unsigned class = classes[_i];
    take(class, SLOTS);
    give(SLOTS);
    size_t open = 0;
    for (size_t i = 0; i < SLOTS; i++) {
        open += vera_check_map_find(slots[i].base).group != NULL;
    }
    expect(open * vera_class_size(class) <= vera_system_in_runs((size_t)64 << 10));
    vera_group_release();
    for (size_t i = 0; i < SLOTS; i++) {
        expect(vera_check_map_find(slots[i].base).group == NULL);
    }
    take(class, SLOTS);
    for (size_t i = 0; i < SLOTS; i++) {
        size_t rest;
        expect(find(slots[i].base, &rest) == slots[i].record);
    }
    give(SLOTS);
}
END_TEST

START_TEST(a_group_with_a_block_stays_open)
{
    take(classes[_i], 1);
    vera_group_release();
    size_t rest;
    expect(find(slots[0].base, &rest) == slots[0].record);
    give(1);
    vera_group_release();
    expect(find(slots[0].base, &rest) == NULL);
}
END_TEST

TCase *check_group_cases(void)
{
    enum { CLASSES = sizeof classes / sizeof classes[0] };
    TCase *all = tcase_create("check group");
    tcase_add_loop_test(all, slots_do_not_overlap, 0, CLASSES);
    tcase_add_loop_test(all, a_slot_is_found_at_each_of_its_bytes, 0, CLASSES);
    tcase_add_test(all, behind_the_last_slot_is_none);
    tcase_add_test(all, a_slot_is_new_until_it_was_used);
    tcase_add_loop_test(all, empty_groups_are_closed, 0, CLASSES);
    tcase_add_loop_test(all, a_group_with_a_block_stays_open, 0, CLASSES);
    return all;
}
