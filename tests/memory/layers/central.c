/* The central lists: batches are taken and given back, and every pointer is checked. */
#include "central.h"

#include "class.h"
#include "environment.h"
#include "layers.h"
#include "map.h"
#include "misuse.h"
#include "slab.h"

#include <vera/sys.h>

static void setup(void)
{
    environment_set("VERA_MEMORY_MISUSE", "report");
    vera_misuse_read_setting();
}

/* Gives blocks back; returns how many were misuse. */
static size_t give_all(unsigned class, void *const *blocks, size_t count)
{
    struct vera_faults faults = {.count = 0};
    ck_assert_uint_eq(vera_central_give(class, blocks, count, &faults), count);
    return faults.count;
}

static size_t take_all(unsigned class, void **blocks, size_t count)
{
    size_t taken = 0;
    while (taken < count) {
        size_t more = vera_central_take(class, blocks + taken, count - taken);
        ck_assert_uint_gt(more, 0);
        taken += more;
    }
    return taken;
}

START_TEST(gives_each_block_of_the_class_once)
{
    enum { BLOCKS = 3000 };
    static void *blocks[BLOCKS];
    for (unsigned class = 0; class < VERA_CLASS_COUNT; class += 3) {
        size_t count = class < 48 ? BLOCKS : 60;
        take_all(class, blocks, count);
        for (size_t i = 0; i < count; i++) {
            struct vera_slab *slab = vera_map_find(blocks[i]).slab;
            ck_assert_ptr_nonnull(slab);
            ck_assert_uint_eq(slab->class, class);
            *(size_t *)blocks[i] = i;
        }
        for (size_t i = 0; i < count; i++) {
            ck_assert_uint_eq(*(size_t *)blocks[i], i);
        }
        ck_assert_uint_eq(give_all(class, blocks, count), 0);
    }
}
END_TEST

START_TEST(blocks_that_came_back_are_taken_again)
{
    void *blocks[64];
    void *again[64];
    take_all(20, blocks, 64);
    give_all(20, blocks, 64);
    take_all(20, again, 64);
    for (size_t i = 0; i < 64; i++) {
        ck_assert_ptr_eq(again[i], blocks[i]);
    }
    give_all(20, again, 64);
}
END_TEST

/* One batch with a block given twice, one of another class, an address inside a block, one
 * on the stack, one in pages without blocks, and null. The sound blocks around them are taken
 * back. */
START_TEST(misuse_is_left_out)
{
    void *blocks[4];
    void *other[1];
    take_all(5, blocks, 4);
    take_all(9, other, 1);
    int local;
    char *no_block = __vera_sys_alloc(1, 1);
    void *batch[] = {blocks[0], blocks[0], other[0], (char *)blocks[1] + 8,
                     &local,    no_block,  NULL,     blocks[1]};
    ck_assert_uint_eq(give_all(5, batch, 8), 6);
    ck_assert_uint_eq(give_all(5, blocks, 4), 2);
    ck_assert_uint_eq(give_all(9, other, 1), 0);
    __vera_sys_free(no_block, 1, 1);
}
END_TEST

START_TEST(empty_slabs_leave_the_map)
{
    void *block;
    take_all(30, &block, 1);
    ck_assert_ptr_nonnull(vera_map_find(block).slab);
    give_all(30, &block, 1);
    ck_assert_ptr_nonnull(vera_map_find(block).slab); /* retained for the next batch */
    vera_central_purge();
    ck_assert_ptr_null(vera_map_find(block).slab);
    ck_assert_uint_eq(give_all(30, &block, 1), 1);
}
END_TEST

START_TEST(empty_slabs_are_bounded)
{
    enum { BLOCKS = 4000 };
    static void *blocks[BLOCKS];
    unsigned class = vera_class_of(8192, 8); /* 31 MiB */
    take_all(class, blocks, BLOCKS);
    give_all(class, blocks, BLOCKS);
    size_t retained = 0;
    for (size_t i = 0; i < BLOCKS; i++) {
        retained += vera_map_find(blocks[i]).slab != NULL;
    }
    ck_assert_uint_gt(retained, 0);
    ck_assert_uint_le(retained * 8192, (size_t)4 << 20); /* what README.md says */
}
END_TEST

TCase *central_cases(void)
{
    TCase *all = tcase_create("central");
    tcase_add_checked_fixture(all, setup, NULL);
    tcase_add_test(all, gives_each_block_of_the_class_once);
    tcase_add_test(all, blocks_that_came_back_are_taken_again);
    tcase_add_test(all, misuse_is_left_out);
    tcase_add_test(all, empty_slabs_leave_the_map);
    tcase_add_test(all, empty_slabs_are_bounded);
    return all;
}
