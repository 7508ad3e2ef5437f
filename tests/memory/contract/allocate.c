/* allocate: blocks of any size, fully usable, aligned to 8, that do not overlap. */
#include "mode.h"
#include "pattern.h"
#include "run.h"
#include "sizes.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <vera/memory.h>

enum { SENTINEL = 12345 }; /* the number of no error */

static char *allocate(int64_t size)
{
    char *block = vera_memory_allocate(size);
    ck_assert_msg(block != NULL, "allocate(%lld) is null", (long long)size);
    ck_assert_msg((uintptr_t)block % 8 == 0, "allocate(%lld) is %p", (long long)size,
                  (void *)block);
    return block;
}

/* All are live at once, so overlapping blocks would spoil each other's pattern. */
START_TEST(every_byte_is_usable)
{
    enum { ROOM = 2000 };
    static char *blocks[ROOM];
    size_t count = 0;
    for (int64_t size = 1; size <= MIB + 1; size = sizes_next(size)) {
        ck_assert_uint_lt(count, ROOM);
        blocks[count] = allocate(size);
        pattern_write(blocks[count], (size_t)size, count);
        count++;
    }
    count = 0;
    for (int64_t size = 1; size <= MIB + 1; size = sizes_next(size)) {
        ck_assert_msg(pattern_holds(blocks[count], (size_t)size, count),
                      "a block of %lld bytes was overwritten", (long long)size);
        vera_memory_free(blocks[count++], size);
    }
    figure("allocate: %zu sizes to 1 MiB whole, with those around each class and page", count);
}
END_TEST

START_TEST(every_eighth_size)
{
    size_t count = 0;
    for (int64_t size = 1; size <= MIB; size += size == 1 ? 7 : 8) {
        char *block = allocate(size);
        block[0] = 1;
        block[size - 1] = 2;
        vera_memory_free(block, size);
        count++;
    }
    figure("allocate: %zu sizes in steps of 8", count);
}
END_TEST

static int by_address(const void *one, const void *other)
{
    uintptr_t first = *(const uintptr_t *)one;
    uintptr_t second = *(const uintptr_t *)other;
    return (first > second) - (first < second);
}

static const int64_t crowded[] = {0,    1,    8,     9,     24,    64,    1000,
                                  4096, 4097, 32768, 65536, 65537, 200000};

/* 3,000 small blocks fill several slabs and caches; 200 large ones take several chunks. */
START_TEST(blocks_do_not_overlap)
{
    static uintptr_t blocks[3000];
    int64_t size = crowded[_i];
    size_t count = size <= KIB ? 3000 : 200;
    for (size_t i = 0; i < count; i++) {
        blocks[i] = (uintptr_t)allocate(size);
    }
    qsort(blocks, count, sizeof blocks[0], by_address);
    for (size_t i = 1; i < count; i++) {
        ck_assert_uint_ge(blocks[i] - blocks[i - 1], (uintptr_t)(size > 0 ? size : 1));
    }
    for (size_t i = 0; i < count; i++) {
        vera_memory_free((void *)blocks[i], size);
    }
}
END_TEST

/* Enough blocks for many flushes, which would report a block of another class as misuse. */
/* The byte of a block of size 0 is nobody's, and check mode puts it out of reach. */
START_TEST(size_0_counts_as_1)
{
    enum { COUNT = 2000 };
    static char *blocks[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        size_t size = i % 4 < 2 ? 0 : 1;
        blocks[i] = allocate((int64_t)size);
        pattern_write(blocks[i], mode_is_check() ? size : 1, i);
    }
    for (size_t i = 0; i < COUNT; i++) {
        ck_assert(pattern_holds(blocks[i], mode_is_check() ? i % 4 / 2 : 1, i));
        vera_memory_free(blocks[i], i % 2 == 0 ? 0 : 1);
    }
}
END_TEST

static const struct refusal {
    int64_t size;
    int error;
    bool may_succeed; /* if the machine and the system allow so many addresses */
} refusals[] = {
    {-1, EINVAL, false},
    {-8, EINVAL, false},
    {-65536, EINVAL, false},
    {INT64_MIN, EINVAL, false},
    {INT64_MIN + 1, EINVAL, false},
    {INT64_MAX, ENOMEM, false},
    {INT64_MAX - 7, ENOMEM, false},
    {INT64_MAX - 65535, ENOMEM, false},
    {(int64_t)1 << 62, ENOMEM, false},
    {(int64_t)1 << 56, ENOMEM, false},
    {(int64_t)1 << 47, ENOMEM, true},
    {(int64_t)1 << 46, ENOMEM, true},
};

START_TEST(impossible_requests_return_null)
{
    const struct refusal *refusal = &refusals[_i];
    errno = SENTINEL;
    void *block = vera_memory_allocate(refusal->size);
    if (block == NULL) {
        ck_assert_int_eq(errno, refusal->error);
    } else {
        ck_assert(refusal->may_succeed);
        vera_memory_free(block, refusal->size);
    }
    errno = SENTINEL;
    for (int64_t size = 1; size <= MIB; size *= 4) {
        pattern_write(block = allocate(size), (size_t)size, 1);
        vera_memory_free(block, size);
    }
    ck_assert_int_eq(errno, SENTINEL);
}
END_TEST

/* From a thread's first call on: a new cache, refills, slabs, chunks, and separate
 * mappings for large blocks. */
static void *allocate_many(void *argument)
{
    (void)argument;
    errno = SENTINEL;
    for (int64_t size = 0; size <= 4 * MIB; size = size < 100000 ? size + 333 : 2 * size) {
        void *block = allocate(size);
        ck_assert_int_eq(errno, SENTINEL);
        vera_memory_free(block, size);
        errno = SENTINEL;
    }
    for (size_t i = 0; i < 1000; i++) {
        allocate(500);
        ck_assert_int_eq(errno, SENTINEL);
    }
    return NULL;
}

START_TEST(errno_is_left_alone)
{
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, allocate_many, NULL), 0);
    pthread_join(thread, NULL);
    allocate_many(NULL);
}
END_TEST

/* Its low 32 bits are a size that the library can serve. */
#define PAST_32_BITS (((int64_t)1 << 32) + 8)

START_TEST(a_size_past_the_address_space_returns_null)
{
    volatile int64_t size = PAST_32_BITS; /* gcc warns of a constant */
    vera_memory_free(allocate(8), 8);     /* so that the cache has such a block */
    errno = SENTINEL;
    ck_assert_ptr_null(vera_memory_allocate(size));
    ck_assert_int_eq(errno, ENOMEM);
    errno = SENTINEL;
    ck_assert_ptr_null(vera_memory_allocate_aligned(size, 8));
    ck_assert_int_eq(errno, ENOMEM);
    errno = SENTINEL;
    ck_assert_ptr_null(vera_memory_allocate_aligned(8, size - 8));
    ck_assert_int_eq(errno, ENOMEM);
}
END_TEST

/* Each path that a size takes: to the cache, to the large block that the cache retains, to
 * a large block; and alignments. */
static const struct {
    int64_t size;
    int64_t added;
    int64_t align;
} truncated[] = {
    {8, PAST_32_BITS - 8, 8},   {100000, PAST_32_BITS - 8, 8}, {100, 0, PAST_32_BITS - 8 + 64},
    {100, 0, (int64_t)1 << 32}, {100, 0, (int64_t)1 << 62},
};

START_TEST(a_free_with_an_impossible_size_is_misuse)
{
    int64_t size = truncated[_i].size;
    void *block = allocate(size);
    vera_memory_free(block, size);
    block = allocate(size);
    apart_silence();
    vera_memory_free_aligned(block, size + truncated[_i].added, truncated[_i].align);
}
END_TEST

static void add_32_bits(TCase *all)
{
    tcase_add_test(all, a_size_past_the_address_space_returns_null);
    tcase_add_loop_test_raise_signal(all, a_free_with_an_impossible_size_is_misuse, SIGABRT, 0,
                                     sizeof truncated / sizeof truncated[0]);
}

Suite *suite(void)
{
    Suite *suite = suite_create("allocate");
    TCase *all = tcase_create("allocate");
    tcase_add_test(all, every_byte_is_usable);
    tcase_add_test(all, every_eighth_size);
    tcase_add_loop_test(all, blocks_do_not_overlap, 0, sizeof crowded / sizeof crowded[0]);
    tcase_add_test(all, size_0_counts_as_1);
    tcase_add_loop_test(all, impossible_requests_return_null, 0,
                        sizeof refusals / sizeof refusals[0]);
    tcase_add_test(all, errno_is_left_alone);
    if (sizeof(void *) == sizeof(int32_t)) {
        add_32_bits(all);
    }
    suite_add_tcase(suite, all);
    return suite;
}
