/* The map of check mode: what was entered is found, and nothing else, at any address. */
#include "check/map.h"

#include "layers.h"

/* The map never reads them. */
static struct vera_check_record *const record = (struct vera_check_record *)0x1000;
static struct vera_group *const group = (struct vera_group *)0x2000;

static void *at(uintptr_t addr)
{
    return (void *)addr;
}

static bool is_nothing(const void *addr)
{
    struct vera_check_entry found = vera_check_map_find(addr);
    return found.record == NULL && found.group == NULL;
}

START_TEST(any_address_may_be_looked_up)
{
    for (unsigned bit = 0; bit < sizeof(uintptr_t) * 8; bit++) {
        expect(is_nothing(at((uintptr_t)1 << bit)));
        expect(is_nothing(at(((uintptr_t)1 << bit) - 1)));
        expect(is_nothing(at(~((uintptr_t)1 << bit))));
    }
    expect(is_nothing(NULL));
    expect(is_nothing(at(UINTPTR_MAX)));
}
END_TEST

/* Places that lie across two nodes, and their neighbours on both sides. */
START_TEST(a_place_is_found_at_each_of_its_bytes)
{
    uintptr_t start = ((uintptr_t)5 << 24) - 0x4000;
    size_t size = 0x8001;
    expect(vera_check_map_reserve(at(start), size));
    expect(is_nothing(at(start)));
    vera_check_map_set_record(at(start), size, record);
    expect(is_nothing(at(start - 1)));
    expect(is_nothing(at(start + 0x9000)));
    for (size_t offset = 0; offset < size; offset += 511) {
        struct vera_check_entry found = vera_check_map_find(at(start + offset));
        expect(found.record == record && found.group == NULL);
    }
    vera_check_map_set_group(at(start), size, group);
    for (size_t offset = 0; offset < size; offset += 511) {
        struct vera_check_entry found = vera_check_map_find(at(start + offset));
        expect(found.record == NULL && found.group == group);
    }
    vera_check_map_set_group(at(start), size, NULL);
    for (size_t offset = 0; offset < size; offset += 511) {
        expect(is_nothing(at(start + offset)));
    }
}
END_TEST

/* A node of the tree does not move to other addresses, so a look-up that is slow never takes a
 * new entry for one of the address that it asked for. */
START_TEST(an_entry_is_seen_at_its_own_address_only)
{
    enum { PLACES = 64 };
    for (uintptr_t place = 1; place <= PLACES; place++) {
        uintptr_t start = place * 0x3001000;
        expect(vera_check_map_reserve(at(start), 1));
        vera_check_map_set_record(at(start), 1, record);
        for (uintptr_t other = 1; other <= PLACES; other++) {
            expect(is_nothing(at(other * 0x3001000)) == (other != place));
        }
        vera_check_map_set_record(at(start), 1, NULL);
    }
}
END_TEST

START_TEST(the_ends_of_the_reach_are_entered)
{
    uintptr_t last =
        sizeof(void *) > 4 ? (uintptr_t)(UINT64_C(1) << 47) * 2 - 0x1000 : (uintptr_t)0 - 0x1000;
    expect(vera_check_map_reserve(at(0), 0x1000));
    expect(vera_check_map_reserve(at(last), 0x1000));
    vera_check_map_set_record(at(last), 0x1000, record);
    expect(vera_check_map_find(at(last + 0xFFF)).record == record);
    expect(is_nothing(at(last - 1)));
    expect(sizeof(void *) == 4 || !vera_check_map_reserve(at(last), 0x1001));
    vera_check_map_set_record(at(last), 0x1000, NULL);
}
END_TEST

/* Where the walk over everything that is missing ends. */
static uintptr_t skip(uintptr_t addr)
{
    for (size_t steps = 0; is_nothing(at(addr)); steps++) {
        size_t gap = vera_check_map_gap(at(addr));
        expect(gap > 0 && steps < 20000);
        if (gap > UINTPTR_MAX - addr) {
            return UINTPTR_MAX;
        }
        addr += gap;
    }
    return addr;
}

START_TEST(a_gap_ends_before_the_next_entry)
{
    uintptr_t place = 0x30001000;
    expect(skip(0) == UINTPTR_MAX && skip(1) == UINTPTR_MAX);
    expect(vera_check_map_reserve(at(place), 0x1000));
    expect(skip(0) == UINTPTR_MAX && skip(place + 5) == UINTPTR_MAX);
    vera_check_map_set_record(at(place), 0x1000, record);
    expect(skip(0) == place && skip(place - 1) == place && skip(place - 0x2003) == place);
    expect(skip(place + 0x1000) == UINTPTR_MAX);
    vera_check_map_set_record(at(place), 0x1000, NULL);
}
END_TEST

TCase *check_map_cases(void)
{
    TCase *all = tcase_create("check map");
    tcase_add_test(all, any_address_may_be_looked_up);
    tcase_add_test(all, a_place_is_found_at_each_of_its_bytes);
    tcase_add_test(all, an_entry_is_seen_at_its_own_address_only);
    tcase_add_test(all, a_gap_ends_before_the_next_entry);
    tcase_add_test(all, the_ends_of_the_reach_are_entered);
    return all;
}
