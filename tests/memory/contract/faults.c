/* System calls that fail: the n-th of a workload, for every n, and at random
 * under four threads. Null is returned then and no block is lost; what could
 * not be given back is given back later.
 *
 * mmap, munmap and madvise of this program stand before the C library's, so the
 * library calls these.
 */
#include "child.h"
#include "pattern.h"
#include "run.h"
#include "sizes.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vera/memory.h>

static atomic_size_t calls;
static atomic_size_t mapped;                   /* bytes */
static bool (*_Atomic must_fail)(size_t call); /* null while none must */

/* A sanitizer has these calls to itself; the suite is skipped there. */
#if !UNDER_SANITIZER
static bool fails(void)
{
    bool (*decide)(size_t) = atomic_load(&must_fail);
    size_t call = atomic_fetch_add(&calls, 1);
    if (decide != NULL && decide(call)) {
        errno = ENOMEM;
        return true;
    }
    return false;
}

__attribute__((visibility("default"))) void *mmap(void *addr, size_t size, int protection,
                                                  int flags, int file, off_t offset)
{
    if (fails()) {
        return MAP_FAILED;
    }
    void *start = (void *)syscall(SYS_mmap, addr, size, protection, flags, file, offset);
    atomic_fetch_add(&mapped, start != MAP_FAILED ? size : 0);
    return start;
}

__attribute__((visibility("default"))) int munmap(void *addr, size_t size)
{
    if (fails()) {
        return -1;
    }
    atomic_fetch_sub(&mapped, size);
    return (int)syscall(SYS_munmap, addr, size);
}

__attribute__((visibility("default"))) int madvise(void *addr, size_t size, int advice)
{
    return fails() ? -1 : (int)syscall(SYS_madvise, addr, size, advice);
}
#endif

/* Every kind of request: small ones for many slabs, aligned ones, large ones,
 * and some that are not kept idle. */
enum { BLOCKS = 400 };

struct block {
    char *start;
    int64_t size;
    int64_t align;
};

static void choose(struct block *block, size_t index)
{
    static const int64_t sizes[] = {40, 700, 5000, 40 * KIB, 90 * KIB, 700 * KIB, 9 * MIB};
    block->size = sizes[index % 100 == 99 ? 6 : index % 10 == 9 ? 5 : index % 5];
    block->align = index % 97 == 0 ? 4 * MIB : index % 7 == 0 ? 128 : 8;
}

/* False when null came with another errno than ENOMEM, or a block was written
 * by another. Null is counted. */
static bool work(struct block *blocks, size_t *nulls)
{
    bool holds = true;
    for (size_t i = 0; i < BLOCKS; i++) {
        struct block *block = &blocks[i];
        choose(block, i);
        errno = 0;
        block->start = vera_memory_allocate_aligned(block->size, block->align);
        if (block->start == NULL) {
            holds = holds && errno == ENOMEM;
            ++*nulls;
        } else {
            pattern_write(block->start, 40, i);
        }
        if (i % 3 == 2) { /* some are freed between, so that runs come and go */
            vera_memory_free_aligned(blocks[i - 1].start, blocks[i - 1].size, blocks[i - 1].align);
            blocks[i - 1].start = NULL;
        }
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        struct block *block = &blocks[i];
        errno = 0;
        holds = holds && (block->start == NULL || pattern_holds(block->start, 40, i));
        vera_memory_free_aligned(block->start, block->size, block->align);
        holds = holds && errno == 0;
    }
    return holds;
}

/* What can only fail makes the library let go of all that is idle. */
static bool release(void)
{
    return vera_memory_allocate((int64_t)1 << 62) == NULL;
}

static bool works_without_null(void)
{
    static struct block blocks[BLOCKS];
    size_t nulls = 0;
    return work(blocks, &nulls) && release() && nulls == 0;
}

static size_t first_failure;
static bool once;

static bool chosen(size_t call)
{
    return once ? call == first_failure : call >= first_failure;
}

/* More than the workload's records take, and less than its larger blocks. */
#define RECORDS ((size_t)(640 * KIB))

static bool survives(size_t failure)
{
    static struct block blocks[BLOCKS];
    size_t nulls = 0;
    first_failure = failure;
    atomic_store(&must_fail, chosen);
    bool holds = work(blocks, &nulls) && release();
    atomic_store(&must_fail, NULL);
    holds = holds && works_without_null() && works_without_null();
    return holds && atomic_load(&mapped) <= RECORDS;
}

/* In a child for each, where the library is as good as new. */
static bool survives_in_child(size_t failure)
{
    pid_t child = child_fork();
    expect(child >= 0);
    if (child == 0) {
        _exit(survives(failure) ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    return child_wait(child) == EXIT_SUCCESS;
}

static size_t count_calls(void)
{
    int ends[2];
    size_t count = 0;
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = child_fork();
    if (child == 0) {
        works_without_null();
        count = atomic_load(&calls);
        _exit(write(ends[1], &count, sizeof count) == sizeof count ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    ck_assert_int_eq(child_wait(child), EXIT_SUCCESS);
    ck_assert_int_eq(read(ends[0], &count, sizeof count), sizeof count);
    return count;
}

START_TEST(the_nth_and_no_other)
{
    size_t count = count_calls();
    once = true;
    for (size_t i = 0; i < count; i++) {
        ck_assert_msg(survives_in_child(i), "call %zu of %zu", i, count);
    }
}
END_TEST

START_TEST(the_nth_and_all_that_follow)
{
    size_t count = count_calls();
    once = false;
    for (size_t i = 0; i < count; i++) {
        ck_assert_msg(survives_in_child(i), "from call %zu of %zu on", i, count);
    }
}
END_TEST

static bool one_in_three(size_t call)
{
    return (call * UINT64_C(0x9E3779B97F4A7C15) >> 32) % 3 == 0; /* scattered */
}

static void *work_in_thread(void *argument)
{
    struct block blocks[BLOCKS];
    size_t nulls = 0;
    for (size_t i = 0; i < 20; i++) {
        expect(work(blocks, &nulls));
    }
    return argument;
}

START_TEST(at_random_with_four_threads)
{
    pthread_t threads[4];
    atomic_store(&must_fail, one_in_three);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, work_in_thread, NULL), 0);
    }
    for (size_t i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
    }
    atomic_store(&must_fail, NULL);
    ck_assert(works_without_null() && works_without_null());
    /* Where munmap fails the addresses spread, and with them the page map. */
    ck_assert_uint_le(mapped, 4 * (size_t)MIB);
}
END_TEST

Suite *suite(void)
{
    if (UNDER_SANITIZER) {
        skip_suite("a sanitizer has mmap to itself");
    }
    Suite *suite = suite_create("faults");
    TCase *all = tcase_create("faults");
    tcase_add_test(all, the_nth_and_no_other);
    tcase_add_test(all, the_nth_and_all_that_follow);
    tcase_add_test(all, at_random_with_four_threads);
    suite_add_tcase(suite, all);
    return suite;
}
