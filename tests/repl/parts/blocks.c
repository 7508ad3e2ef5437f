/* The list of blocks. Which functions allocated and freed them does not matter here. */
#include "blocks.h"

#include "parts.h"
#include "session.h"

static const struct callee any_callee;

static void add(struct blocks *blocks, uintptr_t address, int64_t size)
{
    ck_assert(repl_blocks_admit(blocks, address, size));
    struct block block = {
        .address = address, .size = size, .align = 8, .allocated_by = &any_callee};
    repl_blocks_add(blocks, &block);
}

static void give_back(struct blocks *blocks, uintptr_t address)
{
    struct block *block = repl_blocks_find(blocks, address);
    ck_assert_ptr_nonnull(block);
    ck_assert_uint_eq(block->address, address);
    block->freed_by = &any_callee;
}

/* The start of the block that is found for an address; 0 if there is none. */
static uintptr_t start(const struct blocks *blocks, uintptr_t address)
{
    const struct block *block = repl_blocks_find(blocks, address);
    return block != NULL ? block->address : 0;
}

START_TEST(a_block_is_found_from_start_to_end)
{
    struct blocks blocks = {0};
    add(&blocks, 0x3000, 16);
    add(&blocks, 0x1000, 16);
    add(&blocks, 0x2000, 16);
    ck_assert_uint_eq(start(&blocks, 0xFFF), 0);
    ck_assert_uint_eq(start(&blocks, 0x1000), 0x1000);
    ck_assert_uint_eq(start(&blocks, 0x100F), 0x1000);
    ck_assert_uint_eq(start(&blocks, 0x1010), 0x1000);
    ck_assert_uint_eq(start(&blocks, 0x1011), 0);
    ck_assert_uint_eq(start(&blocks, 0x2008), 0x2000);
    ck_assert_uint_eq(start(&blocks, 0x3000), 0x3000);
    ck_assert_uint_eq(start(&blocks, UINTPTR_MAX), 0);
    repl_blocks_release(&blocks);
    ck_assert_uint_eq(start(&blocks, 0x1000), 0);
}
END_TEST

START_TEST(where_blocks_touch_the_one_that_starts_is_found)
{
    struct blocks blocks = {0};
    add(&blocks, 0x1000, 16);
    add(&blocks, 0x1010, 16);
    ck_assert_uint_eq(start(&blocks, 0x1010), 0x1010);
    repl_blocks_release(&blocks);
}
END_TEST

START_TEST(an_empty_block_occupies_its_address)
{
    struct blocks blocks = {0};
    add(&blocks, 0x1000, 0);
    ck_assert_uint_eq(start(&blocks, 0x1000), 0x1000);
    ck_assert(!repl_blocks_admit(&blocks, 0x1000, 0));
    ck_assert(repl_blocks_admit(&blocks, 0x1001, 0));
    repl_blocks_release(&blocks);
}
END_TEST

START_TEST(live_blocks_do_not_overlap)
{
    struct blocks blocks = {0};
    add(&blocks, 0x1000, 16);
    ck_assert(!repl_blocks_admit(&blocks, 0x1000, 16));
    ck_assert(!repl_blocks_admit(&blocks, 0xFF8, 16));
    ck_assert(!repl_blocks_admit(&blocks, 0x100F, 1));
    ck_assert(!repl_blocks_admit(&blocks, 0x1, 0x2000));
    ck_assert(repl_blocks_admit(&blocks, 0xFF0, 16));
    ck_assert(repl_blocks_admit(&blocks, 0x1010, 16));
    repl_blocks_release(&blocks);
}
END_TEST

START_TEST(impossible_blocks_are_not_admitted)
{
    struct blocks blocks = {0};
    ck_assert(!repl_blocks_admit(&blocks, 0x1000, -1));
    ck_assert(!repl_blocks_admit(&blocks, UINTPTR_MAX - 7, 8));
    ck_assert(!repl_blocks_admit(&blocks, UINTPTR_MAX, 0));
    ck_assert(repl_blocks_admit(&blocks, UINTPTR_MAX - 16, 8));
}
END_TEST

START_TEST(freed_blocks_are_kept_until_their_memory_is_reused)
{
    struct blocks blocks = {0};
    add(&blocks, 0x1000, 16);
    add(&blocks, 0x1010, 16);
    add(&blocks, 0x1020, 16);
    add(&blocks, 0x2000, 16);
    give_back(&blocks, 0x1000);
    give_back(&blocks, 0x1010);
    give_back(&blocks, 0x1020);
    ck_assert_uint_eq(start(&blocks, 0x1008), 0x1000);
    /* The address just past a freed block is not found. */
    ck_assert_uint_eq(start(&blocks, 0x1030), 0);

    add(&blocks, 0x1008, 16);
    ck_assert_uint_eq(blocks.count, 3);
    ck_assert_uint_eq(start(&blocks, 0x1000), 0);
    ck_assert_uint_eq(start(&blocks, 0x1010), 0x1008);
    ck_assert_uint_eq(start(&blocks, 0x1020), 0x1020);
    ck_assert_uint_eq(start(&blocks, 0x2000), 0x2000);
    repl_blocks_release(&blocks);
}
END_TEST

START_TEST(many_blocks_stay_in_order)
{
    enum { COUNT = 1000 };
    struct blocks blocks = {0};
    for (uintptr_t i = 0; i < COUNT; i++) {
        /* 7 and COUNT have no common divisor, so each place occurs once. */
        add(&blocks, (i * 7 % COUNT + 1) * 16, 16);
    }
    ck_assert_uint_eq(blocks.count, COUNT);
    for (uintptr_t i = 0; i < COUNT; i++) {
        ck_assert_uint_eq(blocks.list[i].address, (i + 1) * 16);
        ck_assert_uint_eq(start(&blocks, (i + 1) * 16 + 15), (i + 1) * 16);
    }
    repl_blocks_release(&blocks);
}
END_TEST

TCase *blocks_cases(void)
{
    TCase *cases = tcase_create("blocks");
    tcase_add_test(cases, a_block_is_found_from_start_to_end);
    tcase_add_test(cases, where_blocks_touch_the_one_that_starts_is_found);
    tcase_add_test(cases, an_empty_block_occupies_its_address);
    tcase_add_test(cases, live_blocks_do_not_overlap);
    tcase_add_test(cases, impossible_blocks_are_not_admitted);
    tcase_add_test(cases, freed_blocks_are_kept_until_their_memory_is_reused);
    tcase_add_test(cases, many_blocks_stay_in_order);
    return cases;
}
