/* The page map: what was entered is found, and nothing else, at any address. */
#include "map.h"

#include "layers.h"
#include "pool.h"

enum { CLASS = 87 };

/* The map never reads records. */
static struct vera_slab *const slab = (struct vera_slab *)0x1000;
static struct vera_large *const large = (struct vera_large *)0x2000;

static void *at(uintptr_t addr)
{
    return (void *)addr;
}

static bool is_nothing(const void *addr)
{
    struct vera_map_entry found = vera_map_find(addr);
    return found.slab == NULL && found.large == NULL;
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

/* A slab that lies across two leaves, and its neighbours on both sides. */
START_TEST(a_slab_is_found_at_each_of_its_bytes)
{
    uintptr_t start = ((uintptr_t)5 << 24) - 0x4000;
    size_t size = 0x9000;
    expect(vera_map_reserve(at(start), size));
    expect(is_nothing(at(start)));
    vera_map_set_slab(at(start), size, slab, CLASS);
    for (size_t offset = 0; offset < size; offset += 511) {
        expect(vera_map_find(at(start + offset)).slab == slab);
        expect(vera_map_find(at(start + offset)).large == NULL);
    }
    expect(vera_map_find(at(start + size - 1)).slab == slab);
    expect(is_nothing(at(start - 1)));
    expect(is_nothing(at(start + size)));
    vera_map_set_slab(at(start), size, NULL, CLASS);
    for (size_t offset = 0; offset < size; offset += 511) {
        expect(is_nothing(at(start + offset)));
    }
}
END_TEST

START_TEST(a_slab_is_found_by_its_class_alone)
{
    struct vera_map_near near = VERA_MAP_NOWHERE;
    uintptr_t start = ((uintptr_t)11 << 24) - 0x4000; /* across two leaves */
    expect(vera_map_find_slab(&near, at(start), CLASS) == NULL);
    expect(vera_map_reserve(at(start), 0x9000));
    vera_map_set_slab(at(start), 0x8000, slab, CLASS);
    vera_map_set_large(at(start + 0x8000), large);
    for (size_t turn = 0; turn < 3; turn++) {
        expect(vera_map_find_slab(&near, at(start), CLASS) == slab);
        expect(vera_map_find_slab(&near, at(start + 0x7fff), CLASS) == slab);
        expect(vera_map_find_slab(&near, at(start), CLASS - 1) == NULL);
        expect(vera_map_find_slab(&near, at(start + 0x8000), CLASS) == NULL);
        expect(vera_map_find_slab(&near, at(start + ((uintptr_t)1 << 28)), CLASS) == NULL);
        expect(vera_map_find_slab(&near, at(UINTPTR_MAX), CLASS) == NULL);
        expect(vera_map_find_slab(&near, NULL, CLASS) == NULL);
    }
    vera_map_set_slab(at(start), 0x8000, NULL, CLASS);
    vera_map_set_large(at(start + 0x8000), NULL);
    expect(vera_map_find_slab(&near, at(start), CLASS) == NULL);
    vera_map_unreserve(at(start), 0x9000);
}
END_TEST

START_TEST(a_large_block_is_found_at_its_start)
{
    uintptr_t start = (uintptr_t)7 << 24;
    expect(vera_map_reserve(at(start), 1));
    vera_map_set_large(at(start), large);
    expect(vera_map_find(at(start)).large == large);
    expect(vera_map_find(at(start)).slab == NULL);
    expect(is_nothing(at(start + 4096)));
    vera_map_set_large(at(start), NULL);
    expect(is_nothing(at(start)));
}
END_TEST

static size_t mapped(void)
{
    return vera_system_count().mapped;
}

/* Each address lies in a leaf of its own. */
static void reserve_and_unreserve(size_t count, uintptr_t start)
{
    for (size_t i = 0; i < count; i++) {
        void *addr = at(start + (i << 24));
        expect(vera_map_reserve(addr, 4096));
        vera_map_set_slab(addr, 4096, slab, CLASS);
        expect(vera_map_find(addr).slab == slab);
        vera_map_set_slab(addr, 4096, NULL, CLASS);
        vera_map_unreserve(addr, 4096);
        expect(is_nothing(addr));
    }
}

START_TEST(a_leaf_without_reservations_serves_elsewhere)
{
    reserve_and_unreserve(1, 0);
    size_t before = mapped();
    reserve_and_unreserve(1000, (uintptr_t)9 << 24);
    ck_assert_uint_eq(mapped(), before);
}
END_TEST

START_TEST(a_leaf_stays_while_any_of_it_is_reserved)
{
    void *first = at((uintptr_t)20 << 24);
    void *second = at(((uintptr_t)20 << 24) + 4096);
    expect(vera_map_reserve(first, 4096) && vera_map_reserve(second, 4096));
    vera_map_set_slab(second, 4096, slab, CLASS);
    vera_map_unreserve(first, 4096);
    reserve_and_unreserve(10, (uintptr_t)30 << 24);
    expect(vera_map_find(second).slab == slab);
    vera_map_set_slab(second, 4096, NULL, CLASS);
    vera_map_unreserve(second, 4096);
}
END_TEST

/* First all are reserved, and then none: the leaves are purged, and clear when they serve
 * again. */
START_TEST(leaves_without_reservations_are_purged)
{
    enum { COUNT = 100 };
    uintptr_t start = (uintptr_t)100 << 24;
    size_t advices = vera_system_count().advices;
    for (size_t i = 0; i < COUNT; i++) {
        expect(vera_map_reserve(at(start + (i << 24)), 1));
        vera_map_set_large(at(start + (i << 24)), large);
    }
    for (size_t i = 0; i < COUNT; i++) {
        vera_map_set_large(at(start + (i << 24)), NULL);
        vera_map_unreserve(at(start + (i << 24)), 1);
    }
    vera_pool_purge();
    ck_assert_uint_gt(vera_system_count().advices, advices);
    expect(vera_map_reserve(at(start), (size_t)COUNT << 24));
    for (size_t i = 0; i < (size_t)COUNT << 12; i++) {
        expect(is_nothing(at(start + (i << 12))));
    }
    vera_map_unreserve(at(start), (size_t)COUNT << 24);
}
END_TEST

START_TEST(leaves_that_serve_in_turn_are_not_lost)
{
    enum { ROUNDS = 50, COUNT = 40 };
    uintptr_t start = (uintptr_t)100 << 24;
    size_t before = 0;
    for (size_t round = 0; round < ROUNDS; round++) {
        expect(vera_map_reserve(at(start), (size_t)COUNT << 24));
        vera_map_unreserve(at(start), (size_t)COUNT << 24);
        before = round == 0 ? mapped() : before;
    }
    ck_assert_uint_eq(mapped(), before);
}
END_TEST

/* The end of the addresses that the map covers. Where a pointer has 32 bits it covers all,
 * and their end is 0. */
#define POINTER_IS_LONG (sizeof(void *) > 4)
#define END ((uintptr_t)((uint64_t)1 << (POINTER_IS_LONG ? 48 : 32)))

START_TEST(the_last_addresses_are_like_others)
{
    uintptr_t start = END - 0x9000;
    expect(vera_map_reserve(at(start), 0x9000));
    vera_map_set_slab(at(start), 0x9000, slab, CLASS);
    expect(vera_map_find(at(start)).slab == slab);
    expect(vera_map_find(at(END - 1)).slab == slab);
    vera_map_set_slab(at(start), 0x9000, NULL, CLASS);
    vera_map_unreserve(at(start), 0x9000);
    expect(is_nothing(at(END - 1)));
    expect(is_nothing(NULL));
}
END_TEST

START_TEST(addresses_beyond_the_map_are_refused)
{
    expect(vera_map_reserve(at(END - 4096), 4096));
    expect(!vera_map_reserve(at(END - 4096), 4097));
    expect(!vera_map_reserve(at(UINTPTR_MAX - 4095), 4096));
    expect(is_nothing(at(END)));
}
END_TEST

TCase *map_cases(void)
{
    TCase *all = tcase_create("map");
    tcase_add_test(all, any_address_may_be_looked_up);
    tcase_add_test(all, a_slab_is_found_at_each_of_its_bytes);
    tcase_add_test(all, a_slab_is_found_by_its_class_alone);
    tcase_add_test(all, a_large_block_is_found_at_its_start);
    tcase_add_test(all, a_leaf_without_reservations_serves_elsewhere);
    tcase_add_test(all, a_leaf_stays_while_any_of_it_is_reserved);
    tcase_add_test(all, leaves_without_reservations_are_purged);
    tcase_add_test(all, leaves_that_serve_in_turn_are_not_lost);
    tcase_add_test(all, the_last_addresses_are_like_others);
    if (POINTER_IS_LONG) {
        tcase_add_test(all, addresses_beyond_the_map_are_refused);
    }
    return all;
}
