/* System calls that fail: the n-th call of a workload fails, either only that call or also
 * all calls after it, for every n up to the number of calls, in one thread and in four.
 * Requests then return null, no block is lost, and memory that could not go back to the
 * system goes back later.
 *
 * This program defines mmap, munmap and madvise ahead of the C library's, so the library
 * calls these.
 */
#include "mode.h"
#include "pattern.h"
#include "posix/forked.h"
#include "run.h"
#include "sizes.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <vera/memory.h>

static atomic_size_t calls;
static atomic_size_t mapped;                   /* bytes */
static bool (*_Atomic must_fail)(size_t call); /* null while no call must fail */

#define LIMIT ((size_t)(256 * MIB)) /* no mapping is as large, and no other request */

/* The C library's mmap. */
static void *map(void *addr, size_t size, int protection, int flags, int file, off_t offset)
{
    void *(*next)(void *, size_t, int, int, int, off_t);
    *(void **)&next = dlsym(RTLD_NEXT, "mmap");
    return next(addr, size, protection, flags, file, offset);
}

/* A sanitizer defines these functions itself; the suite is skipped there. */
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

/* A mapping in place of another adds nothing. One that must not replace another is refused by
 * the system before anything can fail. */
__attribute__((visibility("default"))) void *mmap(void *addr, size_t size, int protection,
                                                  int flags, int file, off_t offset)
{
    if (((flags & MAP_FIXED_NOREPLACE) == 0 && fails()) || size >= LIMIT) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    void *start = map(addr, size, protection, flags, file, offset);
    /* A fixed one replaces what was mapped there. */
    bool is_new = start != MAP_FAILED && (flags & MAP_FIXED) == 0;
    atomic_fetch_add(&mapped, is_new ? size : 0);
    return start;
}

__attribute__((visibility("default"))) int munmap(void *addr, size_t size)
{
    if (fails()) {
        return -1;
    }
    atomic_fetch_sub(&mapped, size);
    int (*unmap)(void *, size_t);
    *(void **)&unmap = dlsym(RTLD_NEXT, "munmap");
    return unmap(addr, size);
}

__attribute__((visibility("default"))) int madvise(void *addr, size_t size, int advice)
{
    int (*advise)(void *, size_t, int);
    *(void **)&advise = dlsym(RTLD_NEXT, "madvise");
    return fails() ? -1 : advise(addr, size, advice);
}
#endif

/* Every kind of request: small ones for many slabs, aligned ones, large ones, and some too
 * large to be retained. Check mode has none of the last kind: it would write to all of it. */
enum { BLOCKS = 400, MOST_THREADS = 4, MOST_ORDERS = 20 };

struct block {
    char *start;
    int64_t size;
    int64_t align;
};

static size_t order; /* where the sequence of requests starts */

static void choose(struct block *block, size_t index)
{
    index = (index + 37 * order) % BLOCKS;
    static const int64_t sizes[] = {40, 700, 5000, 40 * KIB, 90 * KIB, 700 * KIB, 9 * MIB};
    block->size = sizes[index % 100 == 99 && !mode_is_check() ? 6
                        : index % 10 == 9                     ? 5
                                                              : index % 5];
    block->align = index % 97 == 0 ? 4 * MIB : index % 7 == 0 ? 128 : 8;
}

/* Returns false if errno was not ENOMEM after null, or if a block was overwritten. Counts
 * the requests that returned null. */
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
        if (i % 3 == 2) { /* some are freed here, so that runs come and go */
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

/* Makes the library release all idle memory, with a request that must fail, though what is
 * missing is less than that memory might be. */
static bool release_idle(void)
{
    return vera_memory_allocate(LIMIT) == NULL;
}

/* The table of blocks is on the thread's stack. */
static void *work_in_thread(void *nulls)
{
    struct block blocks[BLOCKS];
    expect(work(blocks, nulls));
    return NULL;
}

/* Runs the workload in that many threads. Returns how many requests returned null. */
static size_t work_in_threads(size_t threads)
{
    pthread_t started[MOST_THREADS];
    size_t nulls[MOST_THREADS] = {0};
    size_t sum = 0;
    for (size_t i = 1; i < threads; i++) {
        expect(pthread_create(&started[i], NULL, work_in_thread, &nulls[i]) == 0);
    }
    work_in_thread(&nulls[0]);
    for (size_t i = 1; i < threads; i++) {
        pthread_join(started[i], NULL);
    }
    for (size_t i = 0; i < threads; i++) {
        sum += nulls[i];
    }
    return sum;
}

struct sweep {
    size_t threads;
    bool alone; /* only the n-th call fails, and none after it */
    const char *name;
};

static const struct sweep sweeps[] = {
    {1, true, "1 thread, the n-th alone"},
    {1, false, "1 thread, the n-th and all that follow"},
    {MOST_THREADS, true, "4 threads, the n-th alone"},
    {MOST_THREADS, false, "4 threads, the n-th and all that follow"},
};

static const struct sweep *sweep;
static size_t first_failure;

static bool chosen(size_t call)
{
    return sweep->alone ? call == first_failure : call >= first_failure;
}

/* What a child records about one point of a sweep, in shared memory. */
struct point {
    size_t calls;
    size_t nulls;
    size_t mapped; /* after all is freed and calls succeed again */
    bool whole;
};

/* Two rounds: what could not go back to the system goes back in the second at the latest. */
static void recover(struct point *point)
{
    for (size_t i = 0; i < 2; i++) {
        point->whole = point->whole && work_in_threads(sweep->threads) == 0 && release_idle();
    }
    point->mapped = atomic_load(&mapped);
}

static void live_through(struct point *point)
{
    atomic_store(&calls, 0);
    atomic_store(&must_fail, chosen);
    point->nulls = work_in_threads(sweep->threads);
    point->whole = release_idle();
    atomic_store(&must_fail, NULL);
    point->calls = atomic_load(&calls);
    recover(point);
}

/* Each point has a child of its own, in which the library is as good as new. */
static void try_point(struct point *point, size_t failure)
{
    *point = (struct point){0};
    first_failure = failure;
    pid_t child = forked_begin();
    expect(child >= 0);
    if (child == 0) {
        live_through(point);
        _exit(EXIT_SUCCESS);
    }
    point->whole = forked_wait(child) == EXIT_SUCCESS && point->whole;
}

/* More than the extra records that a failure causes: an extent of 1 MiB, and as many addresses
 * of its reservation that could not be released, of which an emulator needs more. Where threads map
 * at the same time, some may do so in vain. In check mode, the number of blocks in quarantine when
 * four threads end differs a little from run to run. */
static size_t allowed(void)
{
    size_t several = (size_t)(mode_is_check() ? 6 * MIB : 3 * MIB);
    size_t each = sweep->threads > 1 ? several : (size_t)(2 * MIB);
    return sweep->threads * each * (is_emulated() ? 2 : 1);
}

/* One failure costs at most one request: the next one succeeds. */
static bool survived(const struct point *point, size_t untouched)
{
    return point->whole && point->mapped <= untouched + allowed() &&
           (!sweep->alone || point->nulls <= 1);
}

static struct point *share_point(void)
{
    void *start =
        map(NULL, sizeof(struct point), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert(start != MAP_FAILED);
    return start;
}

/* In check mode, where a block may cost four calls, a sweep tries every 31st call. So 31
 * sweeps, each of which starts one call later, try all. */
static size_t step(void)
{
    return mode_is_check() ? 31 : 1;
}

static size_t sweeps_count(void)
{
    size_t most = mode_is_check() ? step() : MOST_ORDERS;
    return scaled(1) < most ? scaled(1) : most;
}

/* Continues until n exceeds the number of calls. Each sweep starts at another request. */
static void sweep_over(struct point *point, size_t *points, size_t *lost, size_t *left)
{
    try_point(point, SIZE_MAX);
    size_t untouched = point->mapped;
    ck_assert(survived(point, untouched) && point->nulls == 0);
    for (size_t n = order % step(); n < step() || point->calls >= n; n += step()) {
        try_point(point, n);
        *lost += !survived(point, untouched);
        size_t more = point->mapped > untouched ? point->mapped - untouched : 0;
        *left = more > *left ? more : *left;
        ++*points;
    }
}

START_TEST(every_call_may_fail)
{
    struct point *point = share_point();
    size_t points = 0, lost = 0, left = 0;
    sweep = &sweeps[_i];
    for (order = 0; order < sweeps_count(); order++) {
        sweep_over(point, &points, &lost, &left);
    }
    figure("%s: %zu points, %zu lost, at most %zu KiB left over", sweep->name, points, lost,
           left >> 10);
    ck_assert_uint_gt(points, 1);
    ck_assert_uint_eq(lost, 0);
}
END_TEST

Suite *suite(void)
{
    if (UNDER_SANITIZER) {
        skip_suite("a sanitizer defines mmap itself");
    }
    Suite *suite = suite_create("faults");
    TCase *all = tcase_create("faults");
    tcase_add_loop_test(all, every_call_may_fail, 0, sizeof sweeps / sizeof sweeps[0]);
    suite_add_tcase(suite, all);
    return suite;
}
