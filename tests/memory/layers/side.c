/* The side heap and what waits: like the heap while the process lives, and left alone by a
 * child, except what it finds waiting.
 */
#include "side.h"
#include "side_small.h"

#include "child.h"
#include "class.h"
#include "layers.h"
#include "waiting.h"

#include <stdint.h>
#include <string.h>

static enum vera_misuse give(const void *block, unsigned class)
{
    unsigned actual;
    return vera_side_give(block, class, &actual);
}

static void *take(unsigned class)
{
    void *block = vera_side_take(vera_class_size(class), 8);
    ck_assert_ptr_nonnull(block);
    return block;
}

/* The largest power of two that divides the slots of a class: up to a page. */
static size_t align_of(unsigned class)
{
    size_t size = vera_class_size(class);
    size_t align = size & (~size + 1);
    return align < VERA_CLASS_MAX_ALIGN ? align : VERA_CLASS_MAX_ALIGN;
}

START_TEST(each_class_has_its_size_and_alignment)
{
    enum { EACH = 20 };
    static char *blocks[VERA_CLASS_COUNT][EACH];
    for (unsigned class = 0; class < VERA_CLASS_COUNT; class ++) {
        for (size_t i = 0; i < EACH; i++) {
            blocks[class][i] = take(class);
            ck_assert_uint_eq((uintptr_t)blocks[class][i] % align_of(class), 0);
            memset(blocks[class][i], (int)class, vera_class_size(class));
        }
    }
    for (unsigned class = 0; class < VERA_CLASS_COUNT; class ++) {
        for (size_t i = 0; i < EACH; i++) {
            ck_assert_int_eq(*blocks[class][i], (char)class);
            ck_assert_int_eq(blocks[class][i][vera_class_size(class) - 1], (char)class);
            ck_assert_uint_eq(vera_side_small_class(blocks[class][i]), class);
            ck_assert_int_eq(give(blocks[class][i], class), VERA_MISUSE_NONE);
        }
    }
}
END_TEST

/* The lowest free slot is taken, and an empty span serves another class. */
START_TEST(blocks_serve_again)
{
    void *first = take(5);
    void *second = take(5);
    ck_assert_int_eq(give(first, 5), VERA_MISUSE_NONE);
    ck_assert_ptr_eq(take(5), first);
    give(first, 5);
    ck_assert_ptr_ne(take(9), first);
    give(second, 5);
    ck_assert_ptr_eq(take(12), first);
}
END_TEST

START_TEST(misuse_is_found)
{
    char local;
    char *block = take(5);
    char *other = take(5);
    unsigned actual = 0;
    ck_assert_int_eq(vera_side_give(block, 6, &actual), VERA_MISUSE_CLASS);
    ck_assert_uint_eq(actual, 5);
    ck_assert_int_eq(give(block + 8, 5), VERA_MISUSE_INTERIOR);
    ck_assert_int_eq(give(block, 5), VERA_MISUSE_NONE);
    ck_assert_int_eq(give(block, 5), VERA_MISUSE_DOUBLE);
    ck_assert_int_eq(give(&local, 5), VERA_MISUSE_FOREIGN);
    ck_assert_int_eq(give((void *)1, 5), VERA_MISUSE_FOREIGN);
    ck_assert_int_eq(give(block + ((size_t)128 << 10), 5), VERA_MISUSE_FOREIGN);
    ck_assert_int_eq(give(other, 5), VERA_MISUSE_NONE);
    ck_assert(!vera_side_has(&local));
    ck_assert(vera_side_has(other));
}
END_TEST

/* Slots that do not fill their span leave a rest. */
START_TEST(the_rest_of_a_span_has_no_block)
{
    unsigned class = vera_class_of(40000, 8);
    char *block = take(class);
    ck_assert_int_eq(give(block + vera_class_size(class), class), VERA_MISUSE_INTERIOR);
    ck_assert_ptr_ne(take(class), block + vera_class_size(class));
}
END_TEST

START_TEST(regions_without_blocks_are_released)
{
    enum { MOST = 4000 }; /* 3.9 MiB */
    static void *blocks[MOST];
    unsigned class = vera_class_of(1024, 8);
    size_t before = vera_system_count().mapped;
    for (size_t i = 0; i < MOST; i++) {
        blocks[i] = take(class);
    }
    for (size_t i = 1; i < MOST; i++) {
        give(blocks[i], class);
    }
    vera_side_small_release();
    size_t mapped = vera_system_count().mapped - before;
    ck_assert_uint_lt(mapped, (size_t)2 << 20);
    ck_assert_int_eq(give(blocks[MOST - 1], class), VERA_MISUSE_FOREIGN);
    ck_assert_int_eq(give(blocks[0], class), VERA_MISUSE_NONE);
    vera_side_small_release();
    ck_assert(vera_side_small_reserve());
    for (size_t i = 0; i < MOST; i++) {
        blocks[i] = take(class);
    }
    vera_side_small_release();
    ck_assert_int_eq(give(blocks[MOST - 1], class), VERA_MISUSE_NONE);
}
END_TEST

START_TEST(a_large_block_has_a_mapping)
{
    struct vera_large_form actual;
    char local;
    size_t before = vera_system_count().mapped;
    char *block = vera_side_take(300000, (size_t)1 << 20);
    ck_assert_ptr_nonnull(block);
    ck_assert_uint_eq((uintptr_t)block % ((size_t)1 << 20), 0);
    memset(block, 1, 300000);
    ck_assert_int_eq(give(block, 5), VERA_MISUSE_LARGE);
    ck_assert(!vera_side_give_large(block, 300000, 8, &actual));
    ck_assert_uint_eq(actual.size, 300000);
    ck_assert_uint_eq(actual.align, (size_t)1 << 20);
    ck_assert(!vera_side_give_large(block + 4096, 300000, (size_t)1 << 20, &actual));
    ck_assert_uint_eq(actual.size, 0);
    ck_assert(!vera_side_give_large(&local, 300000, 8, &actual));
    ck_assert(vera_side_give_large(block, 300000, (size_t)1 << 20, &actual));
    ck_assert(!vera_side_give_large(block, 300000, (size_t)1 << 20, &actual));
    ck_assert(!vera_side_has(block));
    for (size_t i = 0; i < 5000; i++) {
        block = vera_side_take(70000, 8);
        ck_assert_ptr_nonnull(block);
        ck_assert(vera_side_give_large(block, 70000, 8, &actual));
    }
    ck_assert_uint_lt(vera_system_count().mapped - before, (size_t)1 << 20);
    ck_assert_ptr_null(vera_side_take(70000, (size_t)1 << 31));
    ck_assert_ptr_null(vera_side_take(PTRDIFF_MAX, 8));
}
END_TEST

/* Though spans of the first region are in use: another class finds room without a new one. */
START_TEST(room_is_reserved_for_other_classes)
{
    for (unsigned class = 0; class < 12; class ++) {
        ck_assert_ptr_nonnull(vera_side_take(vera_class_size(class), 8));
    }
    ck_assert(vera_side_small_reserve());
    size_t before = vera_system_count().mapped;
    for (unsigned class = 20; class < 28; class ++) {
        ck_assert_ptr_nonnull(vera_side_take(vera_class_size(class), 8));
    }
    ck_assert_uint_eq(vera_system_count().mapped, before);
}
END_TEST

/* What the parent had is left alone, and known. */
START_TEST(a_child_begins_anew)
{
    struct vera_large_form actual;
    char *small = take(5);
    char *free_one = take(5);
    char *large = vera_side_take(70000, 8);
    give(free_one, 5);
    *small = *large = 7;
    vera_child_begin(vera_side_begin_child);
    ck_assert(vera_side_has(small) && vera_side_has(large));
    ck_assert_ptr_ne(take(5), free_one);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(give(small, 5), VERA_MISUSE_NONE);
        ck_assert_int_eq(give(large, 5), VERA_MISUSE_NONE);
        ck_assert(vera_side_give_large(large, 70000, 8, &actual));
        ck_assert(vera_side_give_large(small, 70000, 8, &actual));
    }
    vera_side_small_release();
    ck_assert(*small == 7 && *large == 7);
    ck_assert(vera_side_small_reserve());
}
END_TEST

static void add(uintptr_t addr)
{
    vera_waiting_add((struct vera_waiting){(void *)addr, addr + 1, 8, VERA_WAITING_BLOCK});
}

/* How many wait: each of those from 1 to the most, once. */
static size_t take_all(void)
{
    enum { MOST = 10000 };
    static bool seen[MOST];
    struct vera_waiting one;
    size_t count = 0;
    memset(seen, 0, sizeof seen);
    while (vera_waiting_take(&one)) {
        uintptr_t addr = (uintptr_t)one.addr;
        ck_assert_uint_lt(addr, MOST);
        ck_assert(!seen[addr]);
        ck_assert_uint_eq(one.size, addr + 1);
        ck_assert_uint_eq(one.align, 8);
        seen[addr] = true;
        count++;
    }
    return count;
}

/* More than one part has room for; and again in the same parts. */
START_TEST(what_waits_is_taken_once)
{
    enum { MOST = 9000 };
    for (size_t round = 0; round < 3; round++) {
        size_t before = vera_system_count().mapped;
        for (uintptr_t addr = 1; addr <= MOST; addr++) {
            add(addr);
        }
        ck_assert_uint_eq(take_all(), MOST);
        ck_assert_uint_eq(take_all(), 0);
        ck_assert(round == 0 || vera_system_count().mapped == before);
    }
}
END_TEST

/* A word that is missing makes an entry none. */
START_TEST(a_child_takes_whole_entries)
{
    for (uintptr_t addr = 1; addr <= 100; addr++) {
        add(addr);
    }
    vera_waiting_add((struct vera_waiting){(void *)200, 0, 8, VERA_WAITING_BLOCK});
    vera_waiting_add((struct vera_waiting){NULL, 201, 8, VERA_WAITING_BLOCK});
    vera_waiting_add((struct vera_waiting){(void *)200, 201, 0, VERA_WAITING_BLOCK});
    vera_waiting_begin_child();
    ck_assert_uint_eq(take_all(), 100);
    add(1);
    ck_assert_uint_eq(take_all(), 1);
}
END_TEST

TCase *side_cases(void)
{
    TCase *all = tcase_create("side");
    tcase_add_test(all, each_class_has_its_size_and_alignment);
    tcase_add_test(all, blocks_serve_again);
    tcase_add_test(all, misuse_is_found);
    tcase_add_test(all, the_rest_of_a_span_has_no_block);
    tcase_add_test(all, regions_without_blocks_are_released);
    tcase_add_test(all, a_large_block_has_a_mapping);
    tcase_add_test(all, room_is_reserved_for_other_classes);
    tcase_add_test(all, a_child_begins_anew);
    tcase_add_test(all, what_waits_is_taken_once);
    tcase_add_test(all, a_child_takes_whole_entries);
    return all;
}
