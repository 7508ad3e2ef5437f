/* The page map: what was entered is found, nothing else is, anywhere. */
#include "map.h"

#include "layers.h"

/* Records are never read by the map. */
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
    vera_map_set_slab(at(start), size, slab);
    for (size_t offset = 0; offset < size; offset += 511) {
        expect(vera_map_find(at(start + offset)).slab == slab);
        expect(vera_map_find(at(start + offset)).large == NULL);
    }
    expect(vera_map_find(at(start + size - 1)).slab == slab);
    expect(is_nothing(at(start - 1)));
    expect(is_nothing(at(start + size)));
    vera_map_set_slab(at(start), size, NULL);
    for (size_t offset = 0; offset < size; offset += 511) {
        expect(is_nothing(at(start + offset)));
    }
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

#if UINTPTR_MAX > 0xFFFFFFFFu
START_TEST(addresses_beyond_the_map_are_refused)
{
    uintptr_t end = (uintptr_t)1 << 48;
    expect(vera_map_reserve(at(end - 4096), 4096));
    expect(!vera_map_reserve(at(end - 4096), 4097));
    expect(!vera_map_reserve(at(UINTPTR_MAX - 4095), 4096));
    expect(is_nothing(at(end)));
}
END_TEST
#endif

TCase *map_cases(void)
{
    TCase *all = tcase_create("map");
    tcase_add_test(all, any_address_may_be_looked_up);
    tcase_add_test(all, a_slab_is_found_at_each_of_its_bytes);
    tcase_add_test(all, a_large_block_is_found_at_its_start);
#if UINTPTR_MAX > 0xFFFFFFFFu
    tcase_add_test(all, addresses_beyond_the_map_are_refused);
#endif
    return all;
}
