/* The primitives: they give whole pages, aligned, join them again when they come back, and
 * retain no more than their headers say.
 */
#include "layers.h"
#include "maps.h"
#include "system.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>
#include <vera/sys.h>

#define MIB ((int64_t)1 << 20)

static size_t page;

static void setup(void)
{
    page = vera_system_page();
}

/* Bytes of `size` from `addr` that are resident. */
static size_t resident(void *addr, size_t size)
{
    unsigned char pages[4096];
    size_t count = (size + page - 1) / page;
    size_t bytes = 0;
    ck_assert_uint_le(count, sizeof pages);
    if (mincore(addr, size, pages) != 0) {
        ck_assert_int_eq(errno, ENOMEM); /* a part of it is not mapped any more */
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        bytes += (pages[i] & 1u) * page;
    }
    return bytes;
}

START_TEST(gives_whole_aligned_pages)
{
    static const int64_t sizes[] = {1, 8, 4095, 4096, 4097, 70000, MIB, MIB + 1, 5 * MIB};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (int64_t align = 1; align <= 16 * MIB; align *= 2) {
            char *addr = __vera_sys_alloc(sizes[i], align);
            ck_assert_ptr_nonnull(addr);
            ck_assert_uint_eq((uintptr_t)addr % (uintptr_t)align, 0);
            ck_assert_uint_eq((uintptr_t)addr % page, 0);
            addr[0] = 1;
            addr[(((size_t)sizes[i] + page - 1) & ~(page - 1)) - 1] = 1;
            __vera_sys_free(addr, sizes[i], align);
        }
    }
}
END_TEST

START_TEST(aligns_to_one_GiB)
{
    char *addr = __vera_sys_alloc(8, MIB << 10);
    ck_assert_ptr_nonnull(addr);
    ck_assert_uint_eq((uintptr_t)addr % ((uintptr_t)MIB << 10), 0);
    addr[0] = 1;
    __vera_sys_free(addr, 8, MIB << 10);
}
END_TEST

START_TEST(refuses_invalid_requests)
{
    static const int64_t bad[][2] = {{0, 8}, {-1, 8}, {8, 0}, {8, -8}, {8, 24}, {INT64_MIN, 8}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        errno = 0;
        ck_assert_ptr_null(__vera_sys_alloc(bad[i][0], bad[i][1]));
        ck_assert_int_eq(errno, EINVAL);
    }
    static const int64_t vast[][2] = {
        {INT64_MAX, 8}, {8, MIB << 20}, {INT64_MAX, MIB}, {8, MIB << 11}};
    for (size_t i = 0; i < sizeof vast / sizeof vast[0]; i++) {
        errno = 0;
        ck_assert_ptr_null(__vera_sys_alloc(vast[i][0], vast[i][1]));
        ck_assert_int_eq(errno, ENOMEM);
    }
    __vera_sys_free(NULL, 8, 8);
}
END_TEST

START_TEST(leaves_errno_alone)
{
    errno = 7;
    void *addr = __vera_sys_alloc(3 * MIB, 8 * MIB);
    ck_assert_int_eq(errno, 7);
    __vera_sys_free(addr, 3 * MIB, 8 * MIB);
    ck_assert_int_eq(errno, 7);
}
END_TEST

/* Runs that come back in any order are joined: a request for all of them gets the
 * address of the first. */
START_TEST(joins_what_comes_back)
{
    enum { RUNS = 64 };
    char *runs[RUNS];
    int64_t size = (int64_t)page;
    for (size_t i = 0; i < RUNS; i++) {
        runs[i] = __vera_sys_alloc(size, 1);
        ck_assert_ptr_nonnull(runs[i]);
        ck_assert(i == 0 || runs[i] == runs[i - 1] + page);
    }
    for (size_t i = 0; i < RUNS; i++) {
        __vera_sys_free(runs[i * 29 % RUNS], size, 1);
    }
    char *whole = __vera_sys_alloc(RUNS * size, 1);
    ck_assert_ptr_eq(whole, runs[0]);
    __vera_sys_free(whole, RUNS * size, 1);
}
END_TEST

START_TEST(pages_that_alignment_skips_are_used)
{
    int64_t size = (int64_t)page;
    int64_t align = 4 * size;
    char *first = __vera_sys_alloc(size, align);
    char *next = __vera_sys_alloc(size, align);
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_eq(next, first + align);
    /* The lowest pages come first: at most three before `first`, then those between. */
    bool used = false;
    for (size_t i = 0; i < 4; i++) {
        used |= (char *)__vera_sys_alloc(size, 1) == first + size;
    }
    ck_assert(used);
}
END_TEST

enum { RUNS = 200 };

static char *runs[RUNS];
static size_t run_size; /* 78 MiB or more in all */

static void take_runs(void)
{
    run_size = 100 * page;
    for (size_t i = 0; i < RUNS; i++) {
        runs[i] = __vera_sys_alloc((int64_t)run_size, 1);
        ck_assert_ptr_nonnull(runs[i]);
        memset(runs[i], 1, run_size);
    }
}

static char *scattered(size_t i)
{
    return runs[i * 77 % RUNS];
}

static void free_runs(size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        __vera_sys_free(scattered(i), (int64_t)run_size, 1);
    }
}

/* Resident bytes of the runs that were freed first. */
static size_t retained(size_t end)
{
    size_t bytes = 0;
    for (size_t i = 0; i < end; i++) {
        bytes += resident(scattered(i), run_size);
    }
    return bytes;
}

START_TEST(warm_runs_are_bounded)
{
    take_runs();
    free_runs(0, RUNS);
    ck_assert_uint_gt(retained(RUNS), 0);
    ck_assert_uint_le(retained(RUNS), (size_t)(8 * MIB)); /* what README.md says */
}
END_TEST

START_TEST(the_peak_is_retained_up_to_what_is_in_use)
{
    take_runs();
    free_runs(0, RUNS / 4);
    ck_assert_uint_eq(retained(RUNS / 4), RUNS / 4 * run_size);
    free_runs(RUNS / 4, RUNS * 3 / 4);
    ck_assert_uint_gt(retained(RUNS * 3 / 4), RUNS / 5 * run_size);
    ck_assert_uint_le(retained(RUNS * 3 / 4), RUNS / 4 * run_size);
}
END_TEST

START_TEST(the_peak_decays)
{
    take_runs();
    free_runs(0, RUNS / 2);
    ck_assert_uint_eq(retained(RUNS / 2), RUNS / 2 * run_size);
    for (size_t i = 0; i < 30; i++) {
        vera_system_purge_idle(vera_system_now(), 60000);
    }
    size_t most = RUNS / 2 * run_size / VERA_SYSTEM_IDLE_SHARE;
    ck_assert_uint_le(retained(RUNS / 2), most > VERA_SYSTEM_IDLE ? most : VERA_SYSTEM_IDLE);
}
END_TEST

START_TEST(a_large_run_is_purged_until_it_is_missed)
{
    size_t size = VERA_SYSTEM_IDLE + page;
    for (unsigned turn = 0; turn < 4; turn++) {
        char *addr = __vera_sys_alloc((int64_t)size, 1);
        ck_assert_ptr_nonnull(addr);
        ck_assert_uint_eq(resident(addr, size), turn < 2 ? 0 : size);
        memset(addr, 1, size);
        __vera_sys_free(addr, (int64_t)size, 1);
        ck_assert_uint_eq(resident(addr, size), turn < 1 ? 0 : size);
    }
}
END_TEST

START_TEST(old_runs_and_purged_runs_have_no_pages)
{
    int64_t size = 10 * (int64_t)page;
    char *pin = __vera_sys_alloc(size, 1);
    char *addr = __vera_sys_alloc(size, 1);
    ck_assert_ptr_nonnull(pin);
    ck_assert_ptr_nonnull(addr);
    memset(addr, 1, (size_t)size);
    uint64_t now = vera_system_now();
    __vera_sys_free(addr, size, 1);
    vera_system_purge_idle(now, 60000);
    ck_assert_uint_eq(resident(addr, (size_t)size), (size_t)size);
    vera_system_purge_idle(now + 60001, 60000);
    ck_assert_uint_eq(resident(addr, (size_t)size), 0);

    addr = __vera_sys_alloc(size, 1);
    ck_assert_ptr_nonnull(addr);
    memset(addr, 1, (size_t)size);
    vera_system_purge_run(addr, (size_t)size);
    ck_assert_uint_eq(resident(addr, (size_t)size), 0);
    __vera_sys_free(pin, size, 1);
}
END_TEST

/* A run in use keeps the chunk from being unmapped whole. */
START_TEST(release_unmaps_idle_runs)
{
    int64_t size = 20 * (int64_t)page;
    char *pin = __vera_sys_alloc(size, 1);
    char *addr = __vera_sys_alloc(size, 1);
    ck_assert_ptr_nonnull(pin);
    ck_assert_ptr_nonnull(addr);
    memset(addr, 1, (size_t)size);
    __vera_sys_free(addr, size, 1);
    vera_system_release_idle();
    unsigned char pages[20];
    ck_assert_int_eq(mincore(addr, (size_t)size, pages), -1);
    ck_assert_int_eq(errno, ENOMEM);
    memset(pin, 1, (size_t)size);
    __vera_sys_free(pin, size, 1);
}
END_TEST

/* What might fit if idle runs were released; asking maps nothing. */
START_TEST(knows_what_could_never_fit)
{
    size_t most = SIZE_MAX / 2;
    char *addr = __vera_sys_alloc(4 * MIB, 1);
    __vera_sys_free(addr, 4 * MIB, 1);
    size_t mapped = vera_system_count().mapped;
    ck_assert(!vera_system_could_fit(most, 1, 0));
    ck_assert(!vera_system_could_fit(most - page + 1, 2 * page, most));
    ck_assert(!vera_system_could_fit(page, (size_t)2 << 30, most));
    ck_assert(vera_system_could_fit(page, 1, 0));
    ck_assert(vera_system_could_fit(4 * MIB, 1, 0));
    ck_assert(vera_system_could_fit(8 * MIB, 16 * MIB, 0));
    if (sizeof(void *) > 4) {
        ck_assert(!vera_system_could_fit(most / 2, 1, 0));
        ck_assert(vera_system_could_fit(most / 2, 1, most / 2));
    }
    ck_assert_uint_eq(vera_system_count().mapped, mapped);
}
END_TEST

/* Where there is not even a page, any run that is released might help. */
START_TEST(in_doubt_what_is_missing_might_fit)
{
    __vera_sys_free(__vera_sys_alloc(1, 1), 1, 1);
    ck_assert_int_eq(setrlimit(RLIMIT_AS, &(struct rlimit){page, RLIM_INFINITY}), 0);
    bool could_fit = vera_system_could_fit(64 * MIB, 1, 0);
    ck_assert_int_eq(setrlimit(RLIMIT_AS, &(struct rlimit){RLIM_INFINITY, RLIM_INFINITY}), 0);
    ck_assert(could_fit);
}
END_TEST

/* According to the system: to try it would be an error to memcheck. */
static bool is_accessible(const void *addr)
{
    static struct mapping mappings[4096];
    size_t count = maps_read(mappings, sizeof mappings / sizeof mappings[0]);
    ck_assert_uint_gt(count, 0);
    for (size_t i = 0; i < count; i++) {
        if ((uintptr_t)addr >= mappings[i].start && (uintptr_t)addr < mappings[i].end) {
            return mappings[i].is_writable;
        }
    }
    return false;
}

/* With so much in use that nothing is released. The first run lies at neither end of its
 * mapping. */
static char *make_cold(size_t size)
{
    void *most = __vera_sys_alloc(64 * MIB, 1);
    char *run = __vera_sys_alloc((int64_t)size, 1);
    ck_assert(most != NULL && run != NULL);
    memset(run, 1, size);
    vera_system_purge_run(run, size);
    return run;
}

START_TEST(large_cold_runs_are_inaccessible)
{
    size_t size = (size_t)(3 * MIB);
    char *run = make_cold(size);
    ck_assert(!is_accessible(run) && !is_accessible(run + size - 1));
    ck_assert_ptr_eq(__vera_sys_alloc((int64_t)size, 1), run);
    for (size_t i = 0; i < size; i += page) {
        ck_assert_int_eq(run[i], 0);
    }
    memset(run, 1, size);
    __vera_sys_free(run, (int64_t)size, 1);
}
END_TEST

START_TEST(small_cold_runs_are_accessible)
{
    char *pin = __vera_sys_alloc((int64_t)page, 1);
    char *run = __vera_sys_alloc((int64_t)page, 1);
    char *end = __vera_sys_alloc((int64_t)page, 1);
    ck_assert(pin + page == run && run + page == end);
    vera_system_purge_run(run, page);
    ck_assert(is_accessible(run));
}
END_TEST

/* A small request makes a chunk of them accessible, and the rest stays as it is. */
START_TEST(a_part_of_a_sealed_run_is_unsealed)
{
    char *run = make_cold((size_t)(3 * MIB));
    size_t cold = vera_system_count().cold;
    char *taken = NULL;
    while (taken != run) { /* what is writable comes first */
        taken = __vera_sys_alloc((int64_t)page, 1);
        ck_assert_ptr_nonnull(taken);
    }
    ck_assert(is_accessible(run + MIB - 1) && !is_accessible(run + MIB));
    ck_assert_uint_lt(vera_system_count().cold, cold);
}
END_TEST

/* The system does not purge locked pages. A small run is sealed then; its addresses stay. */
START_TEST(locked_pages_are_sealed)
{
    ck_assert_ptr_nonnull(__vera_sys_alloc(64 * MIB, 1)); /* so that nothing is released */
    void *pin = __vera_sys_alloc((int64_t)page, 1);
    char *run = __vera_sys_alloc((int64_t)page, 1);
    void *end = __vera_sys_alloc((int64_t)page, 1);
    ck_assert(pin != NULL && run != NULL && end != NULL);
    run[0] = 1;
    ck_assert_int_eq(mlock(run, page), 0);
    unsigned char pages[16] = {0};
    errno = 7;
    vera_system_purge_run(run, page);
    ck_assert_int_eq(errno, 7);
    ck_assert_int_eq(mincore(run, page, pages), 0);
    ck_assert(!is_accessible(run));
    __vera_sys_free(pin, (int64_t)page, 1);
    __vera_sys_free(end, (int64_t)page, 1);
}
END_TEST

static bool may_lock_a_page(void)
{
    size_t size = vera_system_page();
    void *addr = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    bool allowed = addr != MAP_FAILED && mlock(addr, size) == 0;
    munmap(addr, size);
    return allowed;
}

/* Whether mincore counts in pages of the size that the library knows; an emulator's may not. */
static bool mincore_counts_pages(void)
{
    enum { PAGES = 4, PARTS = 16 }; /* the smallest pages in a largest one */
    size_t size = vera_system_page();
    unsigned char found[PAGES * PARTS] = {0};
    char *pages =
        mmap(NULL, PAGES * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) {
        return false;
    }
    memset(pages, 1, size);
    bool counts_pages =
        mincore(pages, PAGES * size, found) == 0 && (found[0] & 1) == 1 && (found[1] & 1) == 0;
    munmap(pages, PAGES * size);
    return counts_pages;
}

static void add_residence_tests(TCase *all)
{
    tcase_add_test(all, warm_runs_are_bounded);
    tcase_add_test(all, the_peak_is_retained_up_to_what_is_in_use);
    tcase_add_test(all, the_peak_decays);
    tcase_add_test(all, a_large_run_is_purged_until_it_is_missed);
    tcase_add_test(all, old_runs_and_purged_runs_have_no_pages);
}

TCase *primitive_cases(void)
{
    TCase *all = tcase_create("primitive");
    tcase_add_checked_fixture(all, setup, NULL);
    tcase_add_test(all, gives_whole_aligned_pages);
    tcase_add_test(all, aligns_to_one_GiB);
    tcase_add_test(all, refuses_invalid_requests);
    tcase_add_test(all, leaves_errno_alone);
    tcase_add_test(all, joins_what_comes_back);
    tcase_add_test(all, pages_that_alignment_skips_are_used);
    tcase_add_test(all, release_unmaps_idle_runs);
    tcase_add_test(all, knows_what_could_never_fit);
    if (UNDER_SANITIZER || is_emulated()) {
        skip_test("in_doubt_what_is_missing_might_fit", "the limit is the process's own");
    } else {
        tcase_add_test(all, in_doubt_what_is_missing_might_fit);
    }
    tcase_add_test(all, large_cold_runs_are_inaccessible);
    tcase_add_test(all, small_cold_runs_are_accessible);
    tcase_add_test(all, a_part_of_a_sealed_run_is_unsealed);
    if (UNDER_SANITIZER || is_emulated()) {
        skip_test("locked_pages_are_sealed", "mlock may do nothing");
    } else {
        if (may_lock_a_page()) {
            tcase_add_test(all, locked_pages_are_sealed);
        } else {
            skip_test("locked_pages_are_sealed", "the system locks no page");
        }
    }
    if (mincore_counts_pages()) {
        add_residence_tests(all);
    } else {
        skip_test("which pages of idle runs are resident", "mincore counts in other pages");
    }
    return all;
}
