/* The central lists: batches out and in, every pointer checked. */
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

START_TEST(gives_blocks_of_the_class_once)
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
        ck_assert_uint_eq(vera_central_give(class, blocks, count), 0);
    }
}
END_TEST

START_TEST(what_came_back_is_given_again)
{
    void *blocks[64];
    void *again[64];
    take_all(20, blocks, 64);
    vera_central_give(20, blocks, 64);
    take_all(20, again, 64);
    for (size_t i = 0; i < 64; i++) {
        ck_assert_ptr_eq(again[i], blocks[i]);
    }
    vera_central_give(20, again, 64);
}
END_TEST

/* In one batch: a second time, another class, inside a block, a large block's
 * place, nothing at all. What is sound around them goes back. */
START_TEST(misuse_is_left_out)
{
    void *blocks[4];
    void *other[1];
    take_all(5, blocks, 4);
    take_all(9, other, 1);
    int local;
    char *unmapped = __vera_sys_alloc(1, 1);
    void *batch[] = {blocks[0], blocks[0], other[0], (char *)blocks[1] + 8,
                     &local,    unmapped,  NULL,     blocks[1]};
    ck_assert_uint_eq(vera_central_give(5, batch, 8), 6);
    ck_assert_uint_eq(vera_central_give(5, blocks, 4), 2);
    ck_assert_uint_eq(vera_central_give(9, other, 1), 0);
    __vera_sys_free(unmapped, 1, 1);
}
END_TEST

START_TEST(empty_slabs_leave_the_map)
{
    void *block;
    take_all(30, &block, 1);
    ck_assert_ptr_nonnull(vera_map_find(block).slab);
    vera_central_give(30, &block, 1);
    ck_assert_ptr_nonnull(vera_map_find(block).slab); /* kept for the next */
    vera_central_purge();
    ck_assert_ptr_null(vera_map_find(block).slab);
    ck_assert_uint_eq(vera_central_give(30, &block, 1), 1);
}
END_TEST

START_TEST(empty_slabs_are_bounded)
{
    enum { BLOCKS = 4000 };
    static void *blocks[BLOCKS];
    unsigned class = vera_class_of(8192, 8); /* 31 MiB */
    take_all(class, blocks, BLOCKS);
    vera_central_give(class, blocks, BLOCKS);
    size_t kept = 0;
    for (size_t i = 0; i < BLOCKS; i++) {
        kept += vera_map_find(blocks[i]).slab != NULL;
    }
    ck_assert_uint_gt(kept, 0);
    ck_assert_uint_le(kept * 8192, VERA_CENTRAL_IDLE);
}
END_TEST

TCase *central_cases(void)
{
    TCase *all = tcase_create("central");
    tcase_add_checked_fixture(all, setup, NULL);
    tcase_add_test(all, gives_blocks_of_the_class_once);
    tcase_add_test(all, what_came_back_is_given_again);
    tcase_add_test(all, misuse_is_left_out);
    tcase_add_test(all, empty_slabs_leave_the_map);
    tcase_add_test(all, empty_slabs_are_bounded);
    return all;
}
