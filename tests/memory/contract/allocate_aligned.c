/* allocate_aligned: any size at any power of two, and little more memory than the block. */
#include "mode.h"
#include "pattern.h"
#include "run.h"
#include "sizes.h"
#include "status.h"

#include <errno.h>
#include <vera/memory.h>

enum { SENTINEL = 12345 };

static char *allocate(int64_t size, int64_t align)
{
    char *block = vera_memory_allocate_aligned(size, align);
    ck_assert_msg(block != NULL, "allocate_aligned(%lld, %lld) is null", (long long)size,
                  (long long)align);
    ck_assert_msg((uintptr_t)block % (uintptr_t)(align > 8 ? align : 8) == 0,
                  "allocate_aligned(%lld, %lld) is %p", (long long)size, (long long)align,
                  (void *)block);
    return block;
}

/* For each alignment, sizes that are multiples of it and sizes that are not. */
static int64_t size_for(int64_t align, size_t index)
{
    const int64_t around[] = {0,         1,     7,         100,           5000, align / 2 + 1,
                              align - 1, align, align + 1, 3 * align + 5, 70000};
    return index < sizeof around / sizeof around[0] ? around[index] : -1;
}

/* All are live at once, so overlapping blocks would spoil each other's pattern. */
START_TEST(every_alignment_at_many_sizes)
{
    static char *blocks[17][16];
    for (size_t log = 0; log <= 16; log++) {
        int64_t align = (int64_t)1 << log;
        for (size_t i = 0; size_for(align, i) >= 0; i++) {
            blocks[log][i] = allocate(size_for(align, i), align);
            pattern_write(blocks[log][i], (size_t)size_for(align, i), 16 * log + i);
        }
    }
    for (size_t log = 0; log <= 16; log++) {
        int64_t align = (int64_t)1 << log;
        for (size_t i = 0; size_for(align, i) >= 0; i++) {
            ck_assert(pattern_holds(blocks[log][i], (size_t)size_for(align, i), 16 * log + i));
            vera_memory_free_aligned(blocks[log][i], size_for(align, i), align);
        }
    }
}
END_TEST

/* Enough blocks of each alignment to fill slabs and to fill and flush caches. */
START_TEST(many_blocks_of_an_alignment)
{
    enum { COUNT = 600 };
    static char *blocks[COUNT];
    int64_t align = (int64_t)1 << _i;
    for (size_t i = 0; i < COUNT; i++) {
        blocks[i] = allocate((int64_t)i, align);
        pattern_write(blocks[i], i, i);
    }
    for (size_t i = 0; i < COUNT; i++) {
        ck_assert(pattern_holds(blocks[i], i, i));
        vera_memory_free_aligned(blocks[i], (int64_t)i, align);
    }
}
END_TEST

START_TEST(size_0_counts_as_1)
{
    for (int64_t align = 1; align <= MIB; align *= 2) {
        for (size_t i = 0; i < 300; i++) {
            char *one = allocate(0, align);
            char *other = allocate(1, align);
            ck_assert_ptr_ne(one, other);
            *other = 1;
            if (!mode_is_check()) { /* it puts the byte of size 0 out of reach */
                *one = 1;
            }
            vera_memory_free_aligned(one, 1, align);
            vera_memory_free_aligned(other, 0, align);
        }
    }
}
END_TEST

static const struct refusal {
    int64_t size;
    int64_t align;
    int error;
} refusals[] = {
    {100, 0, EINVAL},
    {100, -1, EINVAL},
    {100, -8, EINVAL},
    {100, 3, EINVAL},
    {100, 24, EINVAL},
    {100, 4097, EINVAL},
    {100, INT64_MAX, EINVAL},
    {100, INT64_MIN, EINVAL},
    {0, 0, EINVAL},
    {0, 3, EINVAL},
    {100000, 0, EINVAL},
    {100000, 24, EINVAL},
    {-1, 8, EINVAL},
    {-1, 64, EINVAL},
    {-1, (int64_t)1 << 30, EINVAL},
    {-1, 3, EINVAL},
    {-64, 64, EINVAL},
    {INT64_MIN, 1, EINVAL},
    {INT64_MIN, 4096, EINVAL},
    {INT64_MIN, INT64_MIN, EINVAL},
    {INT64_MAX, 1, ENOMEM},
    {INT64_MAX, 16, ENOMEM},
    {INT64_MAX, 4096, ENOMEM},
    {INT64_MAX, (int64_t)1 << 30, ENOMEM},
    {INT64_MAX - 63, 64, ENOMEM},
    {INT64_MAX - 4095, 4096, ENOMEM},
    {INT64_MAX, (int64_t)1 << 62, ENOMEM},
    {(int64_t)1 << 62, (int64_t)1 << 62, ENOMEM},
    {0, (int64_t)1 << 62, ENOMEM},
    {1, (int64_t)1 << 40, ENOMEM},
    {100, (int64_t)1 << 31, ENOMEM},
    {100, (int64_t)1 << 62, ENOMEM},
    {100000, (int64_t)1 << 40, ENOMEM},
};

START_TEST(impossible_requests_return_null)
{
    const struct refusal *refusal = &refusals[_i];
    errno = SENTINEL;
    ck_assert_ptr_null(vera_memory_allocate_aligned(refusal->size, refusal->align));
    ck_assert_int_eq(errno, refusal->error);
    errno = SENTINEL;
    for (int64_t align = 1; align <= MIB; align *= 4) {
        char *block = allocate(100, align);
        pattern_write(block, 100, 1);
        vera_memory_free_aligned(block, 100, align);
    }
    ck_assert_int_eq(errno, SENTINEL);
}
END_TEST

/* Allowed besides the block: a page of records and a chunk, and as many addresses again as
 * the block has. */
#define OVERHEAD ((size_t)(2 * MIB))

START_TEST(no_more_memory_than_the_block)
{
    static const int64_t aligns[] = {64 * KIB, 2 * MIB, 64 * MIB, GIB};
    int64_t align = aligns[_i];
    int64_t size = 3 * MIB + 5;
    vera_memory_free(vera_memory_allocate(100), 100);
    size_t resident = status_resident();
    size_t mapped = status_mapped();
    char *block = allocate(size, align);
    size_t committed = status_resident() - resident;
    size_t addresses = status_mapped() - mapped;
    figure("3 MiB at alignment %lld KiB: %zd KiB resident before the first write, %zu KiB mapped",
           (long long)(align / KIB), (ssize_t)committed / 1024, addresses >> 10);
    ck_assert_int_le((ssize_t)committed, (ssize_t)OVERHEAD);
    ck_assert_uint_le(addresses, 2 * (size_t)size + OVERHEAD);
    pattern_write(block, (size_t)size, 7);
    ck_assert(pattern_holds(block, (size_t)size, 7));
    ck_assert_uint_le(status_resident(), resident + (size_t)size + OVERHEAD);
    vera_memory_free_aligned(block, size, align);
}
END_TEST

START_TEST(huge_alignments)
{
    for (int64_t align = 64 * KIB; align <= GIB; align *= 2) {
        char *block = allocate(5000, align);
        char *zero = allocate(0, align);
        ck_assert_ptr_ne(block, zero);
        pattern_write(block, 5000, 1);
        if (!mode_is_check()) {
            *zero = 1;
        }
        ck_assert(pattern_holds(block, 5000, 1));
        vera_memory_free_aligned(zero, 0, align);
        vera_memory_free_aligned(block, 5000, align);
    }
}
END_TEST

Suite *suite(void)
{
    Suite *suite = suite_create("allocate_aligned");
    TCase *all = tcase_create("allocate_aligned");
    tcase_add_test(all, every_alignment_at_many_sizes);
    tcase_add_loop_test(all, many_blocks_of_an_alignment, 0, 17);
    tcase_add_test(all, size_0_counts_as_1);
    tcase_add_loop_test(all, impossible_requests_return_null, 0,
                        sizeof refusals / sizeof refusals[0]);
    tcase_add_test(all, huge_alignments);
    if (status_skipped() == NULL) {
        tcase_add_loop_test(all, no_more_memory_than_the_block, 0, 4);
    } else {
        skip_test("no_more_memory_than_the_block", status_skipped());
    }
    suite_add_tcase(suite, all);
    return suite;
}
