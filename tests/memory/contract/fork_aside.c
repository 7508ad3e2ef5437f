/* What other threads allocate and free while a thread forks: they get blocks like all others, and
 * nothing is lost.
 */
#include "pattern.h"
#include "posix/forked.h"
#include "posix/window.h"
#include "run.h"
#include "sizes.h"
#include "status.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool is_check_mode(void)
{
    const char *mode = getenv("VERA_MEMORY_MODE");
    return mode != NULL && strcmp(mode, "check") == 0;
}

static size_t difference(size_t after, size_t before)
{
    return after > before ? after - before : 0;
}

static size_t grown, mapped;

/* A new thread has no cache during a fork. */
static void *allocate_and_free(void *argument)
{
    enum { PAIRS = 1000000, SIZES = 10 };
    size_t resident = status_resident();
    size_t addresses = status_mapped();
    for (size_t i = 0; i < PAIRS; i++) {
        int64_t size = (int64_t)(i % SIZES * 100 + 1);
        void *block = library.allocate(size);
        expect(block != NULL);
        memset(block, 1, (size_t)size);
        library.free(block, size);
    }
    grown = difference(status_resident(), resident);
    mapped = difference(status_mapped(), addresses);
    return argument;
}

START_TEST(a_million_blocks_take_a_mebibyte)
{
    window_begin_threads();
    window_fork_while(allocate_and_free, NULL); /* the thread's own stack, and the like */
    window_fork_while(allocate_and_free, NULL);
    figure("10^6 pairs during a fork: resident memory grew by %zu KiB, addresses by %zu KiB",
           grown >> 10, mapped >> 10);
    if (status_skipped() == NULL) {
        ck_assert_uint_le(grown, MIB);
        ck_assert_uint_le(mapped, 2 * MIB);
    }
    ck_assert_uint_eq(window_failures(), 0);
}
END_TEST

/* Blocks of every class, and large ones; each at the alignment that its size has by itself. */
enum { KINDS = 96 };

static struct {
    int64_t size;
    int64_t align;
    char *block;
} held[KINDS];

static void choose_kinds(void)
{
    for (size_t i = 0; i < KINDS; i++) {
        held[i].size = i < 84 ? (int64_t)(((i % 8) + 9) << (i / 8)) : (int64_t)(i - 80) * 100 * KIB;
        held[i].align = held[i].size & -held[i].size;
        held[i].align = held[i].align > (1 << 20) ? 1 << 20 : held[i].align;
    }
    held[KINDS - 1].align = 4 * MIB;
}

static void *take_kinds(void *argument)
{
    for (size_t i = 0; i < KINDS; i++) {
        held[i].block = library_allocate_aligned(held[i].size, held[i].align);
        expect(held[i].block != NULL);
        expect((uintptr_t)held[i].block % (uintptr_t)held[i].align == 0);
        pattern_write(held[i].block, (size_t)held[i].size, i);
    }
    return argument;
}

static bool give_kinds(void)
{
    bool hold = true;
    for (size_t i = 0; i < KINDS; i++) {
        hold = pattern_holds(held[i].block, (size_t)held[i].size, i) && hold;
        library_free_aligned(held[i].block, held[i].size, held[i].align);
    }
    return hold;
}

static void *give_kinds_in_thread(void *argument)
{
    expect(give_kinds());
    return argument;
}

START_TEST(blocks_are_like_all_others)
{
    choose_kinds();
    window_begin_threads();
    for (size_t i = 0; i < 3; i++) {
        window_fork_while(take_kinds, give_kinds);
        expect(give_kinds());
        window_fork_while(take_kinds, give_kinds);
        window_fork_while(give_kinds_in_thread, NULL);
    }
    ck_assert_uint_eq(window_failures(), 0);
}
END_TEST

/* Whether what a child allocates leaves alone what it inherited. */
static bool hands_out_none(void)
{
    enum { MORE = 40 };
    for (size_t i = 0; i < KINDS; i++) {
        for (size_t count = 0; count < MORE; count++) {
            char *block = library_allocate_aligned(held[i].size, held[i].align);
            expect(block != NULL);
            memset(block, 1, (size_t)held[i].size);
        }
    }
    return give_kinds();
}

/* What the child's own threads get while it forks, too. */
static bool hands_out_none_when_it_forks(void)
{
    char *inherited[KINDS];
    for (size_t i = 0; i < KINDS; i++) {
        inherited[i] = held[i].block;
    }
    window_fork_while(take_kinds, NULL);
    bool fine = true;
    for (size_t i = 0; i < KINDS; i++) {
        fine = pattern_holds(inherited[i], (size_t)held[i].size, i) &&
               inherited[i] != held[i].block && fine;
        pattern_write(inherited[i], (size_t)held[i].size, i + 1);
    }
    return give_kinds() && fine;
}

START_TEST(the_child_hands_out_none_of_them)
{
    choose_kinds();
    for (size_t i = 84; i < KINDS; i++) {
        held[i].size = held[i].align = 128 * KIB; /* so that 40 of each are no GiB */
    }
    window_begin_threads();
    window_fork_while(take_kinds, hands_out_none);
    window_fork_while(take_kinds, hands_out_none_when_it_forks);
    ck_assert_uint_eq(window_failures(), 0);
}
END_TEST

enum { MANY = 40000, SIZE = 200 };
static void *many[MANY];

static void allocate_many(void)
{
    for (size_t i = 0; i < MANY; i++) {
        many[i] = library.allocate(SIZE);
        expect(many[i] != NULL);
        memset(many[i], 1, SIZE);
    }
}

static size_t mapped_while_they_wait;

static void *free_many(void *argument)
{
    for (size_t i = 0; i < MANY; i++) {
        library.free(many[i], SIZE);
    }
    mapped_while_they_wait = status_mapped();
    return argument;
}

/* Addresses, because pages that have been idle for a second are given back at any time. */
static bool takes_them_again(void)
{
    allocate_many();
    return difference(status_mapped(), mapped_while_they_wait) < (size_t)MANY * SIZE / 2;
}

/* The thread's frees wait, and the child takes them up as the parent does: here they happened
 * before the fork. Check mode writes to each page that it frees, and the child shares none. */
START_TEST(what_is_freed_is_taken_up)
{
    size_t before = 0;
    window_begin_threads();
    for (size_t i = 0; i < 10; i++) {
        bool measures = !is_check_mode() && status_skipped() == NULL;
        allocate_many();
        window_fork_while(free_many, measures ? takes_them_again : NULL);
        bool again = takes_them_again(); /* in check mode, too: they are freed below */
        ck_assert(!measures || again);
        free_many(NULL);
        before = i == 2 ? status_resident() : before;
    }
    size_t after = difference(status_resident(), before);
    if (status_skipped() == NULL) {
        figure("%d blocks freed during each of 7 forks: resident memory grew by %zu KiB", MANY,
               after >> 10);
        ck_assert_uint_le(after, 3 * MIB);
    }
    ck_assert_uint_eq(window_failures(), 0);
}
END_TEST

Suite *suite(void)
{
    if (forked_skipped() != NULL) {
        skip_suite(forked_skipped());
    }
    Suite *suite = suite_create("fork_aside");
    TCase *all = tcase_create("fork_aside");
    tcase_add_test(all, a_million_blocks_take_a_mebibyte);
    tcase_add_test(all, blocks_are_like_all_others);
    tcase_add_test(all, the_child_hands_out_none_of_them);
    tcase_add_test(all, what_is_freed_is_taken_up);
    suite_add_tcase(suite, all);
    return suite;
}
