/* Slabs: slots and addresses, exhaustively over every class and slot. */
#include "slab.h"

#include "class.h"
#include "layers.h"
#include "system.h"

#include <stdlib.h>
#include <string.h>

/* A slab reads and writes only its record, so its run need not be memory. */
static char *const run = (char *)0x10000000;

static struct vera_slab *opened(unsigned class)
{
    struct vera_slab *slab = vera_slab_take_record(class);
    expect(slab != NULL);
    vera_slab_open(slab, run);
    return slab;
}

static size_t blocks_of(const struct vera_slab *slab)
{
    return vera_slab_blocks(slab, vera_slab_slots(slab->class));
}

static size_t take(struct vera_slab *slab, void **blocks, size_t count)
{
    return vera_slab_take(slab, vera_slab_slots(slab->class), blocks, count);
}

/* As the central lists do, which also move the slab. */
static enum vera_misuse give(struct vera_slab *slab, void *block)
{
    enum vera_misuse misuse = vera_slab_judge(slab, block);
    bool given =
        vera_slab_give(slab, &vera_slab_shapes[slab->class], vera_slab_slots(slab->class), block);
    expect(given == (misuse == VERA_MISUSE_NONE));
    if (given) {
        slab->countdown = (uint16_t)(blocks_of(slab) - 1);
        slab->full = false;
    }
    return misuse;
}

START_TEST(shapes_agree_with_the_classes)
{
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        expect(vera_slab_shapes[class].size == vera_class_size(class));
        expect(vera_slab_bytes(class) >= vera_slab_shapes[class].bytes);
    }
}
END_TEST

START_TEST(slots_fill_the_run_in_order)
{
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        struct vera_slab *slab = opened(class);
        size_t size = vera_class_size(class);
        expect(vera_slab_slots(slab->class) == vera_slab_bytes(class) / size);
        expect(vera_slab_slots(slab->class) >= 4);
        for (size_t slot = 0; slot < vera_slab_slots(slab->class); slot++) {
            void *block = NULL;
            expect(take(slab, &block, 1) == 1);
            expect(block == run + slot * size);
        }
        void *none = NULL;
        expect(slab->full && blocks_of(slab) == vera_slab_slots(slab->class));
        expect(take(slab, &none, 1) == 0);
    }
}
END_TEST

START_TEST(only_the_starts_of_slots_are_blocks)
{
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        struct vera_slab *slab = opened(class);
        size_t size = vera_class_size(class);
        void *block;
        while (take(slab, &block, 1) == 1) {
        }
        for (size_t offset = 0; offset < vera_slab_bytes(class); offset++) {
            bool start = offset % size == 0 && offset / size < vera_slab_slots(slab->class);
            enum vera_misuse expected = start ? VERA_MISUSE_NONE : VERA_MISUSE_INTERIOR;
            if (give(slab, run + offset) != expected) {
                ck_abort_msg("class %u, offset %zu", class, offset);
            }
        }
        expect(blocks_of(slab) == 0);
    }
}
END_TEST

/* An offset may be anything, because a block that is freed may be. */
START_TEST(no_other_offset_is_a_slot)
{
    uint64_t seed = 1;
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        const struct vera_slab_shape *shape = &vera_slab_shapes[class];
        size_t slots = vera_slab_slots(class);
        for (size_t i = 0; i < 100000; i++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
            uintptr_t offset = (uintptr_t)seed >> i % (8 * sizeof offset);
            bool starts = offset % shape->size == 0 && offset / shape->size < slots;
            expect((vera_slab_slot(shape, offset) < slots) == starts);
            expect((vera_slab_slot(shape, -offset) < slots) == (starts && offset == 0));
        }
    }
}
END_TEST

START_TEST(a_batch_is_the_lowest_free_slots)
{
    struct vera_slab *slab = opened(3);
    void *blocks[300];
    expect(take(slab, blocks, 300) == 300);
    static const size_t back[] = {299, 7, 130, 64, 63};
    for (size_t i = 0; i < 5; i++) {
        expect(give(slab, blocks[back[i]]) == VERA_MISUSE_NONE);
    }
    void *again[6];
    expect(take(slab, again, 6) == 6);
    static const size_t order[] = {7, 63, 64, 130, 299};
    for (size_t i = 0; i < 5; i++) {
        expect(again[i] == blocks[order[i]]);
    }
    expect(again[5] == run + 300 * vera_class_size(3));
}
END_TEST

START_TEST(a_second_free_is_found)
{
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        struct vera_slab *slab = opened(class);
        void *block;
        take(slab, &block, 1);
        expect(give(slab, block) == VERA_MISUSE_NONE);
        expect(give(slab, block) == VERA_MISUSE_DOUBLE);
        expect(blocks_of(slab) == 0);
    }
}
END_TEST

START_TEST(a_slab_is_whole_pages_with_a_small_rest)
{
    for (unsigned class = 0; class < VERA_CLASS_COUNT; ++class) {
        size_t size = vera_class_size(class);
        expect(size % 8 == 0);
        expect(vera_slab_bytes(class) % vera_system_page() == 0);
        /* Below 4 % with pages of 4 KiB, and below a fifth where runs come in units of 64 KiB. */
        expect(vera_slab_bytes(class) % size <= vera_slab_bytes(class) / 5);
    }
}
END_TEST

/* A record that was given back serves another class, with all slots free. */
START_TEST(a_record_serves_any_class)
{
    enum { ROUNDS = 20000 };
    size_t mapped = 0;
    for (size_t round = 0; round < ROUNDS; round++) {
        struct vera_slab *slab = opened((unsigned)(round % VERA_CLASS_COUNT));
        void *block;
        while (take(slab, &block, 1) == 1) {
            expect(give(slab, block) == VERA_MISUSE_NONE);
            expect(take(slab, &block, 1) == 1);
        }
        for (size_t slot = 0; slot < vera_slab_slots(slab->class); slot++) {
            expect(give(slab, run + slot * vera_class_size(slab->class)) == VERA_MISUSE_NONE);
        }
        expect(vera_slab_close(slab) == run);
        vera_slab_give_record(slab);
        mapped = round == VERA_CLASS_COUNT ? vera_system_count().mapped : mapped;
    }
    ck_assert_uint_eq(vera_system_count().mapped, mapped);
}
END_TEST

TCase *slab_cases(void)
{
    TCase *all = tcase_create("slab");
    tcase_add_test(all, shapes_agree_with_the_classes);
    tcase_add_test(all, slots_fill_the_run_in_order);
    tcase_add_test(all, only_the_starts_of_slots_are_blocks);
    tcase_add_test(all, no_other_offset_is_a_slot);
    tcase_add_test(all, a_batch_is_the_lowest_free_slots);
    tcase_add_test(all, a_second_free_is_found);
    tcase_add_test(all, a_record_serves_any_class);
    tcase_add_test(all, a_slab_is_whole_pages_with_a_small_rest);
    return all;
}
