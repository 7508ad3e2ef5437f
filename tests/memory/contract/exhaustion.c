/* When memory runs out, allocate returns null with ENOMEM and loses nothing, and what is
 * freed then serves other sizes. The limit is on addresses: 64 MiB more than the process has.
 */
#include "chain.h"
#include "limit.h"
#include "mode.h"
#include "run.h"
#include "sizes.h"
#include "status.h"

#include <errno.h>
#include <vera/memory.h>

#define ROOM ((size_t)(64 * MIB))
#define USABLE ((size_t)(60 * MIB))
#define USABLE_AGAIN (ROOM / 10 * 9)

/* Allocates blocks until there is no more memory. */
static struct chain take_all(int64_t size)
{
    struct chain chain = {.size = size};
    errno = 0;
    chain_add(&chain, SIZE_MAX);
    ck_assert_int_eq(errno, ENOMEM);
    return chain;
}

/* And the least part of the room, in percent, that is usable in check mode, where records take
 * memory too, most of it for small blocks. The room that they took stays theirs. */
static const struct {
    int64_t size;
    int64_t other;
    size_t usable, again;
} pairs[] = {
    {64, MIB, 20, 33},         {MIB, 64, 75, 20},     {1000, 100 * KIB, 50, 60},
    {100 * KIB, 1000, 75, 50}, {32 * KIB, 16, 60, 6}, {16, 32 * KIB, 6, 20},
};

START_TEST(all_memory_is_usable_and_reusable)
{
    limit_addresses(ROOM);
    struct chain chain = take_all(pairs[_i].size);
    size_t usable = chain_bytes(&chain);
    chain_free(&chain, SIZE_MAX);
    struct chain other = take_all(pairs[_i].other);
    size_t again = chain_bytes(&other);
    chain_free(&other, SIZE_MAX);
    figure("64 MiB of addresses, blocks of %lld bytes, then of %lld: %.1f MiB, then %zu %%",
           (long long)pairs[_i].size, (long long)pairs[_i].other, (double)usable / MIB,
           100 * again / ROOM);
    ck_assert_uint_ge(usable, mode_is_check() ? ROOM / 100 * pairs[_i].usable : USABLE);
    ck_assert_uint_ge(again, mode_is_check() ? ROOM / 100 * pairs[_i].again : USABLE_AGAIN);
}
END_TEST

static void free_and_take_again(int64_t size)
{
    limit_addresses(ROOM);
    struct chain chain = take_all(size);
    for (size_t round = 0; round < 100; round++) {
        chain_free(&chain, 3);
        ck_assert_uint_eq(chain_add(&chain, 3), 3);
    }
    chain_free(&chain, SIZE_MAX);
}

START_TEST(freed_memory_is_available_again)
{
    free_and_take_again(pairs[_i].size);
}
END_TEST

/* Maps from addresses to blocks have parts for 16 MiB or less, so new mappings may need another
 * part or not. */
START_TEST(freed_memory_is_available_again_wherever_it_is)
{
    occupy_addresses((size_t)((_i + 1) * MIB / 2));
    free_and_take_again(pairs[0].size);
}
END_TEST

START_TEST(a_smaller_request_works)
{
    limit_addresses(ROOM);
    static const int64_t sizes[] = {GIB, GIB / 2, GIB / 4, 2 * (int64_t)ROOM, (int64_t)ROOM + 1};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        errno = 0;
        ck_assert_ptr_null(vera_memory_allocate(sizes[i]));
        ck_assert_int_eq(errno, ENOMEM);
        ck_assert_ptr_null(vera_memory_allocate_aligned(sizes[i], 2 * MIB));
        ck_assert_int_eq(errno, ENOMEM);
    }
    void *half = vera_memory_allocate((int64_t)ROOM / 2);
    ck_assert_ptr_nonnull(half);
    struct chain chain = take_all(MIB);
    ck_assert_uint_ge(ROOM / 2 + chain_bytes(&chain), USABLE);
    vera_memory_free(half, (int64_t)ROOM / 2);
}
END_TEST

/* Only idle memory of other sizes, in the cache, in slabs and in runs, can serve this
 * request. */
START_TEST(idle_memory_is_used_before_null_is_returned)
{
    limit_addresses(ROOM);
    struct chain small = {.size = 1000};
    chain_add(&small, (size_t)(2 * MIB) / 1000);
    struct chain rest = take_all(32 * KIB);
    chain_free(&small, SIZE_MAX);
    void *block = vera_memory_allocate(MIB + MIB / 2);
    ck_assert_ptr_nonnull(block);
    vera_memory_free(block, MIB + MIB / 2);
    chain_free(&rest, SIZE_MAX);
}
END_TEST

/* Neither idle memory alone nor what the system has left is as much as this request. */
START_TEST(idle_memory_adds_to_what_is_left)
{
    static const int64_t sizes[] = {1000, 32 * KIB, 100 * KIB};
    limit_addresses(ROOM);
    struct chain chain = {.size = sizes[_i]};
    size_t count = (size_t)(28 * MIB) / (size_t)chain.size;
    ck_assert_uint_eq(chain_add(&chain, count), count);
    chain_free(&chain, SIZE_MAX);
    void *block = vera_memory_allocate(50 * MIB);
    ck_assert_ptr_nonnull(block);
    vera_memory_free(block, 50 * MIB);
}
END_TEST

Suite *suite(void)
{
    if (status_skipped() != NULL) {
        skip_suite(status_skipped());
    }
    Suite *suite = suite_create("exhaustion");
    TCase *all = tcase_create("exhaustion");
    int count = sizeof pairs / sizeof pairs[0];
    tcase_add_loop_test(all, all_memory_is_usable_and_reusable, 0, count);
    tcase_add_loop_test(all, freed_memory_is_available_again, 0, count);
    tcase_add_loop_test(all, freed_memory_is_available_again_wherever_it_is, 0, 32);
    tcase_add_test(all, a_smaller_request_works);
    tcase_add_test(all, idle_memory_is_used_before_null_is_returned);
    tcase_add_loop_test(all, idle_memory_adds_to_what_is_left, 0, 3);
    suite_add_tcase(suite, all);
    return suite;
}
