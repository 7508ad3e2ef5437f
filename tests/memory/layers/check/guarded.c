/* Guarded places: what they take goes back, and their guards become narrow when they must. */
#include "check/guarded.h"

#include "check/record.h"
#include "layers.h"
#include "pages.h"
#include "system.h"

#include <string.h>

#define KIB ((size_t)1024)
#define MIB (1024 * KIB)

static size_t mapped(void)
{
    return vera_system_count().mapped;
}

static struct vera_check_block take(size_t size, size_t align)
{
    struct vera_check_block block;
    expect(vera_guarded_take(&block, size, align));
    vera_check_block_begin(&block, size, align, NULL);
    expect((uintptr_t)block.start % align == 0);
    return block;
}

static void give(struct vera_check_block *block)
{
    expect(vera_check_record_claim(block));
    expect(vera_guarded_give(block));
}

static const struct form {
    size_t size, align;
} forms[] = {
    {1, 8},         {100, 64}, {64 * KIB, 8}, {MIB + 1, 8}, {MIB, MIB},
    {3 * MIB, MIB}, {0, 8},    {0, 64 * KIB}, {0, MIB},
};
enum { FORMS = sizeof forms / sizeof forms[0] };

START_TEST(what_a_place_takes_goes_back)
{
    struct vera_check_block first = take(1, 8); /* the records have memory now */
    give(&first);
    size_t before = mapped();
    size_t addresses = vera_guarded_addresses();
    struct vera_check_block block = take(forms[_i].size, forms[_i].align);
    size_t guard = vera_system_page() > 64 * KIB ? vera_system_page() : 64 * KIB;
    size_t slack = forms[_i].align > vera_system_page() ? forms[_i].align - vera_system_page() : 0;
    expect(mapped() - before == guard + slack + block.room + guard);
    expect(block.room == vera_system_in_pages(forms[_i].size > 0 ? forms[_i].size : 1));
    memset(block.start, 1, forms[_i].size);
    give(&block);
    expect(mapped() == before);
    expect(vera_guarded_addresses() == addresses);
}
END_TEST

/* Slack takes at most as many addresses as the block's pages. */
START_TEST(an_alignment_above_the_pages_and_one_more_has_no_guards)
{
    size_t page = vera_system_page();
    struct vera_check_block block = take(100, 2 * page);
    give(&block);
    block = take(2 * page + 1, 4 * page);
    give(&block);
    expect(!vera_guarded_take(&block, 100, 4 * page));
    expect(!vera_guarded_take(&block, 2 * page, 4 * page));
    expect(!vera_guarded_take(&block, 100, MIB));
}
END_TEST

START_TEST(guards_become_narrow)
{
    enum { BLOCKS = 10 };
    size_t wide = 64 * KIB - vera_system_page();
    struct vera_check_block blocks[BLOCKS];
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = take(100, 8);
        blocks[i].start[99] = (char)i;
    }
    size_t before = mapped();
    bool divisible = vera_pages_facts.is_divisible && wide > 0;
    expect(vera_guarded_narrow() == divisible);
    expect(before - mapped() == (divisible ? BLOCKS * 2 * wide : 0));
    struct vera_check_block more = take(100, 8);
    expect(more.wide == 0);
    for (size_t i = 0; i < BLOCKS; i++) {
        expect(blocks[i].start[99] == (char)i);
        /* What was read before does not say where the guards are now. */
        expect(!divisible || !vera_check_record_claim(&blocks[i]));
        expect(vera_check_record_read(blocks[i].record, &blocks[i]));
        give(&blocks[i]);
    }
    give(&more);
    expect(vera_guarded_addresses() == 0);
}
END_TEST

START_TEST(a_held_block_stays)
{
    struct vera_check_block block = take(100, 8);
    struct vera_check_block seen;
    expect(vera_check_record_hold(&block));
    expect(vera_check_record_read(block.record, &seen) && seen.state == VERA_CHECK_LIVE);
    expect(!vera_check_record_claim(&seen) && !vera_check_record_hold(&seen));
    expect(!vera_check_record_claim(&block));
    vera_check_record_unhold(&block);
    expect(!vera_check_record_claim(&seen) && vera_check_record_read(block.record, &seen));
    give(&seen);
}
END_TEST

TCase *check_guarded_cases(void)
{
    TCase *all = tcase_create("check guarded");
    tcase_add_loop_test(all, what_a_place_takes_goes_back, 0, FORMS);
    tcase_add_test(all, an_alignment_above_the_pages_and_one_more_has_no_guards);
    tcase_add_test(all, guards_become_narrow);
    tcase_add_test(all, a_held_block_stays);
    return all;
}
