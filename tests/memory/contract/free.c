/* free and free_aligned: null, either function for small alignments, errno, and reuse of
 * what is freed.
 */
#include "mode.h"
#include "pattern.h"
#include "run.h"
#include "sizes.h"
#include "status.h"

#include <errno.h>
#include <pthread.h>
#include <vera/memory.h>

enum { SENTINEL = 12345 };

static const int64_t anything[] = {0,      1,  8,      100,       65536,         65537,
                                   100000, -1, -8,     INT64_MIN, INT64_MIN + 1, INT64_MAX,
                                   3,      24, 1 << 30};
enum { ANYTHING = sizeof anything / sizeof anything[0] };

START_TEST(null_does_nothing)
{
    errno = SENTINEL;
    for (size_t i = 0; i < ANYTHING; i++) {
        vera_memory_free(NULL, anything[i]);
        for (size_t k = 0; k < ANYTHING; k++) {
            vera_memory_free_aligned(NULL, anything[i], anything[k]);
        }
    }
    ck_assert_int_eq(errno, SENTINEL);
}
END_TEST

/* Enough frees for flushes, which would report a wrong class as misuse. */
START_TEST(either_free_works_up_to_alignment_8)
{
    enum { COUNT = 400 };
    static void *blocks[COUNT];
    static const int64_t sizes[] = {0, 1, 7, 8, 100, 1000, 5000, 65535, 65536, 65537, 200001};
    int64_t size = sizes[_i];
    for (int64_t align = 1; align <= 8; align *= 2) {
        for (size_t i = 0; i < COUNT; i++) {
            blocks[i] =
                i % 2 == 0 ? vera_memory_allocate_aligned(size, align) : vera_memory_allocate(size);
            ck_assert_ptr_nonnull(blocks[i]);
        }
        for (size_t i = 0; i < COUNT; i++) {
            if (i % 4 < 2) {
                vera_memory_free(blocks[i], size);
            } else {
                vera_memory_free_aligned(blocks[i], size, align);
            }
        }
    }
}
END_TEST

struct block {
    void *start;
    int64_t size;
    int64_t align;
};

enum { BLOCKS = 3000 };
static struct block blocks[BLOCKS];

/* Blocks of every kind: small, aligned, large, and too large to be retained. */
static void allocate_all(void)
{
    for (size_t i = 0; i < BLOCKS; i++) {
        struct block *block = &blocks[i];
        block->size = i % 500 == 0 ? 20 * MIB : i % 50 == 0 ? 100000 : (int64_t)(i % 7) * 300;
        block->align = i % 3 == 0 ? 64 : 8;
        block->start = vera_memory_allocate_aligned(block->size, block->align);
        ck_assert_ptr_nonnull(block->start);
    }
}

static void *free_all(void *argument)
{
    for (size_t i = 0; i < BLOCKS; i++) {
        errno = SENTINEL;
        vera_memory_free_aligned(blocks[i].start, blocks[i].size, blocks[i].align);
        ck_assert_int_eq(errno, SENTINEL);
    }
    return argument;
}

START_TEST(errno_is_left_alone)
{
    allocate_all();
    free_all(NULL);
}
END_TEST

/* A thread whose first call is a free makes its cache in that call. */
START_TEST(errno_is_left_alone_from_the_first_call_on)
{
    pthread_t thread;
    allocate_all();
    ck_assert_int_eq(pthread_create(&thread, NULL, free_all, NULL), 0);
    pthread_join(thread, NULL);
}
END_TEST

START_TEST(freed_memory_is_reused)
{
    static const int64_t sizes[] = {16, 1000, 40000, 65537, MIB, 30 * MIB};
    int64_t size = sizes[_i];
    size_t rounds = size > MIB ? 200 : 20000;
    size_t mapped = 0;
    for (size_t round = 0; round < rounds; round++) {
        char *block = vera_memory_allocate(size);
        char *other = vera_memory_allocate_aligned(size, 64);
        ck_assert_ptr_nonnull(block);
        ck_assert_ptr_nonnull(other);
        block[size - 1] = other[size - 1] = 1;
        vera_memory_free(block, size);
        vera_memory_free_aligned(other, size, 64);
        mapped = round == 10 ? status_mapped() : mapped;
    }
    ck_assert_uint_le(status_mapped(), mapped + (size_t)(2 * MIB));
}
END_TEST

/* The addresses of such a block are of no use to other requests. */
START_TEST(a_huge_alignment_leaves_nothing_mapped)
{
    static const int64_t aligns[] = {2 * MIB, 64 * MIB, GIB};
    size_t mapped = 0;
    for (size_t round = 0; round < 3000; round++) {
        void *block = vera_memory_allocate_aligned(100, aligns[_i]);
        expect(block != NULL);
        vera_memory_free_aligned(block, 100, aligns[_i]);
        mapped = round == 10 ? status_mapped() : mapped;
    }
    ck_assert_uint_le(status_mapped(), mapped + (size_t)MIB);
}
END_TEST

static void add_mapped_tests(TCase *all)
{
    const char *skipped = mode_is_check() ? "freed blocks wait in a quarantine" : status_skipped();
    if (skipped == NULL) {
        tcase_add_loop_test(all, freed_memory_is_reused, 0, 6);
        tcase_add_loop_test(all, a_huge_alignment_leaves_nothing_mapped, 0, 3);
    } else {
        skip_test("freed_memory_is_reused", skipped);
        skip_test("a_huge_alignment_leaves_nothing_mapped", skipped);
    }
}

Suite *suite(void)
{
    Suite *suite = suite_create("free");
    TCase *all = tcase_create("free");
    tcase_add_test(all, null_does_nothing);
    tcase_add_loop_test(all, either_free_works_up_to_alignment_8, 0, 11);
    tcase_add_test(all, errno_is_left_alone);
    tcase_add_test(all, errno_is_left_alone_from_the_first_call_on);
    add_mapped_tests(all);
    suite_add_tcase(suite, all);
    return suite;
}
