/* The primitives on Windows: which calls serve which requests, that runs are committed inside of
 * reservations, which are released whole, and that no more is retained than the headers say.
 */
#include "layers.h"
#include "pages.h"
#include "system.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <vera/sys.h>
#include <windows.h>

#define KIB ((int64_t)1 << 10)
#define MIB ((int64_t)1 << 20)

static DWORD state_of(const void *addr)
{
    MEMORY_BASIC_INFORMATION info;
    ck_assert_uint_ne(VirtualQuery(addr, &info, sizeof info), 0);
    return info.State;
}

/* Bytes of the process's addresses that are not free. */
static size_t reserved(void)
{
    MEMORY_BASIC_INFORMATION info;
    size_t bytes = 0;
    const char *at = NULL;
    while (VirtualQuery(at, &info, sizeof info) != 0) {
        bytes += info.State != MEM_FREE ? info.RegionSize : 0;
        at = (const char *)info.BaseAddress + info.RegionSize;
    }
    return bytes;
}

START_TEST(gives_aligned_memory)
{
    static const int64_t sizes[] = {1, 8, 4097, 65535, 65536, 70000, MIB, MIB + 1, 5 * MIB};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (int64_t align = 1; align <= 16 * MIB; align *= 2) {
            char *addr = __vera_sys_alloc(sizes[i], align);
            ck_assert_ptr_nonnull(addr);
            ck_assert_uint_eq((uintptr_t)addr % (uintptr_t)align, 0);
            addr[0] = 1;
            addr[sizes[i] - 1] = 1;
            __vera_sys_free(addr, sizes[i], align);
        }
    }
}
END_TEST

static struct vera_system_count calls_for(int64_t size, int64_t align)
{
    struct vera_system_count before = vera_system_count();
    void *addr = __vera_sys_alloc(size, align);
    struct vera_system_count after = vera_system_count();
    ck_assert_ptr_nonnull(addr);
    __vera_sys_free(addr, size, align);
    vera_system_release_idle();
    return (struct vera_system_count){.maps = after.maps - before.maps,
                                      .heaps = after.heaps - before.heaps};
}

/* An idle chunk would serve a run without a call; calls_for has released it. */
START_TEST(the_heap_serves_what_is_smaller_than_a_run)
{
    calls_for(64 * KIB, 16); /* now there are records */
    ck_assert_uint_eq(calls_for(1, 1).maps, 0);
    ck_assert_uint_eq(calls_for(1, 1).heaps, 1);
    ck_assert_uint_eq(calls_for(64 * KIB - 1, 16).maps, 0);
    ck_assert_uint_eq(calls_for(64 * KIB - 1, 16).heaps, 1);
    ck_assert_uint_eq(calls_for(64 * KIB, 16).maps, 1);
    ck_assert_uint_eq(calls_for(64 * KIB, 16).heaps, 0);
    ck_assert_uint_eq(calls_for(8, 32).maps, 1);
    ck_assert_uint_eq(calls_for(8, 64 * KIB).maps, 1);
    ck_assert_uint_eq(calls_for(MIB, 1).maps, 1);
}
END_TEST

/* Check's assertions change the last error, so nothing is asserted before both errors are
 * read. */
static void refuses(int64_t size, int64_t align, int number, DWORD last)
{
    errno = 0;
    SetLastError(0);
    void *addr = __vera_sys_alloc(size, align);
    DWORD left = GetLastError();
    int error = errno;
    ck_assert_ptr_null(addr);
    ck_assert_int_eq(error, number);
    ck_assert_uint_eq(left, last);
}

START_TEST(refuses_invalid_requests)
{
    static const int64_t bad[][2] = {{0, 8}, {-1, 8}, {8, 0}, {8, -8}, {8, 24}, {INT64_MIN, 8}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        refuses(bad[i][0], bad[i][1], EINVAL, ERROR_INVALID_PARAMETER);
    }
    static const int64_t vast[][2] = {
        {INT64_MAX, 8}, {8, MIB << 20}, {INT64_MAX, MIB}, {8, MIB << 11}};
    for (size_t i = 0; i < sizeof vast / sizeof vast[0]; i++) {
        refuses(vast[i][0], vast[i][1], ENOMEM, ERROR_NOT_ENOUGH_MEMORY);
    }
    __vera_sys_free(NULL, 8, 8);
}
END_TEST

static void preserves(int64_t size, int64_t align)
{
    errno = 7;
    SetLastError(77);
    void *addr = __vera_sys_alloc(size, align);
    __vera_sys_free(addr, size, align);
    DWORD left = GetLastError();
    int error = errno;
    ck_assert_ptr_nonnull(addr);
    ck_assert_int_eq(error, 7);
    ck_assert_uint_eq(left, 77);
}

START_TEST(preserves_both_errors)
{
    preserves(3 * MIB, 8 * MIB);
    preserves(3 * MIB, 1);
    preserves(100, 8);
}
END_TEST

/* What might fit if idle runs were released; asking maps nothing. */
START_TEST(knows_what_could_never_fit)
{
    size_t most = SIZE_MAX / 2;
    __vera_sys_free(__vera_sys_alloc(MIB, 1), MIB, 1); /* now there are records */
    size_t mapped = vera_system_count().mapped;
    ck_assert(!vera_system_could_fit(most, 1, 0));
    ck_assert(!vera_system_could_fit((size_t)MIB, (size_t)2 << 30, most));
    ck_assert(vera_system_could_fit((size_t)MIB, 1, 0));
    if (sizeof(void *) > 4) {
        ck_assert(!vera_system_could_fit(most / 2, 1, 0));
        ck_assert(vera_system_could_fit(most / 2, 1, most / 2 + (size_t)MIB));
    }
    ck_assert_uint_eq(vera_system_count().mapped, mapped);
}
END_TEST

/* But what a new mapping gives to others: an eighth of what is in use. */
START_TEST(an_alignment_leaves_nothing_reserved)
{
    enum { RUNS = 16 };
    void *runs[RUNS];
    __vera_sys_free(__vera_sys_alloc(MIB, 1), MIB, 1); /* now there are records */
    vera_system_release_idle();
    size_t before = reserved();
    for (size_t i = 0; i < RUNS; i++) {
        runs[i] = __vera_sys_alloc(MIB, 16 * MIB);
        ck_assert_ptr_nonnull(runs[i]);
    }
    ck_assert_uint_le(reserved() - before, RUNS * (size_t)MIB / 8 * 9 + (size_t)(64 * KIB));
    for (size_t i = 0; i < RUNS; i++) {
        __vera_sys_free(runs[i], MIB, 16 * MIB);
    }
    vera_system_release_idle();
    ck_assert_uint_le(reserved() - before, (size_t)(64 * KIB));
}
END_TEST

/* Within a chunk. */
START_TEST(runs_are_cut_and_joined)
{
    enum { PARTS = 4 };
    char *parts[PARTS];
    for (size_t i = 0; i < PARTS; i++) {
        parts[i] = __vera_sys_alloc(128 * KIB, 1);
        ck_assert(parts[i] != NULL && (i == 0 || parts[i] == parts[i - 1] + 128 * KIB));
    }
    for (size_t i = 0; i < PARTS; i++) {
        __vera_sys_free(parts[i * 3 % PARTS], 128 * KIB, 1);
    }
    ck_assert_ptr_eq(__vera_sys_alloc(PARTS * 128 * KIB, 1), parts[0]);
}
END_TEST

START_TEST(a_cold_run_is_reserved_and_committed_again)
{
    char *first = __vera_sys_alloc(128 * KIB, 1);
    char *run = __vera_sys_alloc(64 * KIB, 1);
    char *rest = __vera_sys_alloc(MIB - 192 * KIB, 1);
    ck_assert(first + 128 * KIB == run && run + 64 * KIB == rest);
    memset(run, 1, (size_t)(64 * KIB));
    vera_system_purge_run(run, (size_t)(64 * KIB));
    ck_assert_uint_eq(state_of(run), MEM_RESERVE);
    ck_assert_uint_eq(state_of(run - 1), MEM_COMMIT);
    ck_assert_uint_eq(state_of(rest), MEM_COMMIT);
    ck_assert_ptr_eq(__vera_sys_alloc(64 * KIB, 1), run);
    ck_assert_uint_eq(state_of(run), MEM_COMMIT);
    ck_assert_int_eq(run[0], 0);
}
END_TEST

/* A part of it would be more than was reserved in one call, and could not be released. */
START_TEST(a_chunk_is_released_whole)
{
    char *first = __vera_sys_alloc(512 * KIB, 1);
    char *second = __vera_sys_alloc(512 * KIB, 1);
    ck_assert(first != NULL && first + 512 * KIB == second);
    __vera_sys_free(first, 512 * KIB, 1);
    vera_system_release_idle();
    ck_assert_uint_eq(state_of(first), MEM_RESERVE);
    memset(second, 1, (size_t)(512 * KIB));
    __vera_sys_free(second, 512 * KIB, 1);
    vera_system_release_idle();
    ck_assert_uint_eq(state_of(first), MEM_FREE);
    ck_assert_uint_eq(state_of(second), MEM_FREE);
}
END_TEST

enum { RUNS = 200, RUN = 512 << 10 };

static char *runs[RUNS];

static void take_runs(void)
{
    for (size_t i = 0; i < RUNS; i++) {
        runs[i] = __vera_sys_alloc(RUN, 1);
        ck_assert_ptr_nonnull(runs[i]);
    }
}

static void free_runs(size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        __vera_sys_free(runs[i], RUN, 1);
    }
}

/* Committed bytes of the runs that were freed first. */
static size_t retained(size_t end)
{
    size_t bytes = 0;
    for (size_t i = 0; i < end; i++) {
        bytes += state_of(runs[i]) == MEM_COMMIT ? RUN : 0;
    }
    return bytes;
}

START_TEST(warm_runs_are_bounded)
{
    take_runs();
    free_runs(0, RUNS);
    ck_assert_uint_gt(retained(RUNS), 0);
    ck_assert_uint_le(retained(RUNS), (size_t)(8 * MIB)); /* what README.md says */
    ck_assert_uint_eq(vera_system_count().warm, retained(RUNS));
}
END_TEST

START_TEST(the_peak_is_retained_and_decays)
{
    take_runs();
    free_runs(0, RUNS / 2);
    ck_assert_uint_eq(retained(RUNS / 2), RUNS / 2 * (size_t)RUN);
    for (size_t i = 0; i < 30; i++) {
        vera_system_purge_idle(vera_system_now(), 60000);
    }
    size_t most = RUNS / 2 * (size_t)RUN / VERA_SYSTEM_IDLE_SHARE;
    ck_assert_uint_le(retained(RUNS / 2), most > VERA_SYSTEM_IDLE ? most : VERA_SYSTEM_IDLE);
}
END_TEST

START_TEST(a_large_run_is_released_until_it_is_missed)
{
    size_t size = VERA_SYSTEM_IDLE + 1;
    for (unsigned turn = 0; turn < 3; turn++) {
        char *addr = __vera_sys_alloc((int64_t)size, 1);
        ck_assert_ptr_nonnull(addr);
        __vera_sys_free(addr, (int64_t)size, 1);
        ck_assert_uint_eq(state_of(addr), turn < 1 ? MEM_FREE : MEM_COMMIT);
    }
}
END_TEST

/* The run is a whole mapping, and nothing else is in use. */
START_TEST(old_purged_and_released_runs_are_unmapped)
{
    char *addr = __vera_sys_alloc(MIB, 1);
    ck_assert_ptr_nonnull(addr);
    uint64_t now = vera_system_now();
    __vera_sys_free(addr, MIB, 1);
    vera_system_purge_idle(now, 60000);
    ck_assert_uint_eq(state_of(addr), MEM_COMMIT);
    vera_system_purge_idle(now + 60001, 60000);
    ck_assert_uint_eq(state_of(addr), MEM_FREE);

    addr = __vera_sys_alloc(MIB, 1);
    ck_assert_ptr_nonnull(addr);
    vera_system_purge_run(addr, (size_t)MIB);
    ck_assert_uint_eq(state_of(addr), MEM_FREE);

    addr = __vera_sys_alloc(MIB, 1);
    ck_assert_ptr_nonnull(addr);
    __vera_sys_free(addr, MIB, 1);
    vera_system_release_idle();
    ck_assert_uint_eq(state_of(addr), MEM_FREE);
}
END_TEST

START_TEST(records_may_be_used_again_after_a_purge)
{
    size_t page = vera_system_page();
    char *extent = vera_system_map_extent();
    ck_assert_ptr_nonnull(extent);
    ck_assert_uint_eq((uintptr_t)extent % VERA_EXTENT, 0);
    ck_assert_uint_eq(state_of(extent + VERA_GUARD - 1), MEM_RESERVE);
    ck_assert_uint_eq(state_of(extent + VERA_EXTENT - VERA_GUARD), MEM_RESERVE);
    char *records = extent + VERA_GUARD;
    for (size_t i = 0; i < (size_t)(64 * KIB); i++) {
        ck_assert_int_eq(records[i], 0);
    }
    memset(records, 1, (size_t)(64 * KIB));
    ck_assert(vera_system_purge_extent(records + page, (size_t)(64 * KIB) - page));
    ck_assert_int_eq(records[0], 1);
    ck_assert(records[page] == 0 || records[page] == 1);
    records[page] = 2;
    ck_assert_int_eq(records[page], 2);
}
END_TEST

START_TEST(sealed_pages_are_inaccessible)
{
    size_t page = vera_system_page();
    char *addr = vera_pages_reserve(4 * page, page);
    ck_assert_ptr_nonnull(addr);
    ck_assert_int_eq(vera_pages_unseal(addr + page, 2 * page), VERA_PAGES_UNSEALED);
    memset(addr + page, 1, 2 * page);
    ck_assert_uint_eq(state_of(addr), MEM_RESERVE);
    ck_assert_uint_eq(state_of(addr + page), MEM_COMMIT);
    ck_assert_uint_eq(state_of(addr + 3 * page), MEM_RESERVE);
    ck_assert(vera_system_seal(addr + page, 2 * page));
    ck_assert_uint_eq(state_of(addr + page), MEM_RESERVE);
    ck_assert(vera_pages_unmap(addr, 4 * page));
    ck_assert_uint_eq(state_of(addr), MEM_FREE);
}
END_TEST

TCase *primitive_cases(void)
{
    TCase *all = tcase_create("primitive");
    tcase_add_test(all, gives_aligned_memory);
    tcase_add_test(all, the_heap_serves_what_is_smaller_than_a_run);
    tcase_add_test(all, refuses_invalid_requests);
    tcase_add_test(all, preserves_both_errors);
    tcase_add_test(all, an_alignment_leaves_nothing_reserved);
    tcase_add_test(all, runs_are_cut_and_joined);
    tcase_add_test(all, a_cold_run_is_reserved_and_committed_again);
    tcase_add_test(all, a_chunk_is_released_whole);
    tcase_add_test(all, warm_runs_are_bounded);
    tcase_add_test(all, the_peak_is_retained_and_decays);
    tcase_add_test(all, a_large_run_is_released_until_it_is_missed);
    tcase_add_test(all, old_purged_and_released_runs_are_unmapped);
    tcase_add_test(all, knows_what_could_never_fit);
    tcase_add_test(all, records_may_be_used_again_after_a_purge);
    tcase_add_test(all, sealed_pages_are_inaccessible);
    return all;
}
