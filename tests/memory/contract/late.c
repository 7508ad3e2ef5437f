/* What the default mode lets through until a flush finds it: it is found late,
 * and for nothing. check mode names each of these at once.
 */
#include "run.h"

#include <vera/memory.h>

/* Volatile, because a compiler warns of what is done here on purpose, and takes
 * for granted that a new block has an address of its own. */
static void *(*volatile allocate)(int64_t) = vera_memory_allocate;
static void (*volatile free_plain)(void *, int64_t) = vera_memory_free;

START_TEST(a_block_freed_twice_gets_two_owners)
{
    void *block = allocate(48);
    free_plain(block, 48);
    free_plain(block, 48);
    ck_assert_ptr_eq(allocate(48), block);
    ck_assert_ptr_eq(allocate(48), block);
}
END_TEST

START_TEST(a_block_freed_with_another_size_is_handed_out_at_that_size)
{
    void *block = allocate(32);
    free_plain(block, 64);
    ck_assert_ptr_eq(allocate(64), block);
}
END_TEST

START_TEST(a_foreign_pointer_becomes_the_next_block)
{
    static char foreign[48];
    free_plain(foreign, 48);
    ck_assert_ptr_eq(allocate(48), foreign);
}
END_TEST

START_TEST(a_large_block_freed_with_a_small_size_becomes_a_small_one)
{
    void *block = allocate(100000);
    free_plain(block, 100);
    ck_assert_ptr_eq(allocate(100), block);
}
END_TEST

START_TEST(a_wrong_size_of_the_same_class_is_harmless)
{
    for (size_t i = 0; i < 3000; i++) {
        free_plain(allocate(98), 103);
    }
}
END_TEST

Suite *suite(void)
{
    Suite *suite = suite_create("late");
    TCase *all = tcase_create("late");
    tcase_add_test(all, a_block_freed_twice_gets_two_owners);
    tcase_add_test(all, a_block_freed_with_another_size_is_handed_out_at_that_size);
    tcase_add_test(all, a_foreign_pointer_becomes_the_next_block);
    tcase_add_test(all, a_large_block_freed_with_a_small_size_becomes_a_small_one);
    tcase_add_test(all, a_wrong_size_of_the_same_class_is_harmless);
    suite_add_tcase(suite, all);
    return suite;
}
