/* Memory that the program locked or advised, and systems that refuse advice: frees work, errno
 * stays, the system is not asked again at each call, and a block whose pages went back comes
 * with new ones.
 *
 * This program defines madvise ahead of the C library's, so the library calls it.
 */
#include "mode.h"
#include "posix/forked.h"
#include "run.h"
#include "sizes.h"
#include "status.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <vera/memory.h>

static atomic_size_t calls;
static atomic_bool refuses;

static int advise(void *addr, size_t size, int advice)
{
    int (*next)(void *, size_t, int);
    *(void **)&next = dlsym(RTLD_NEXT, "madvise");
    return next(addr, size, advice);
}

/* A sanitizer defines it itself; the suite is skipped there. */
#if !UNDER_SANITIZER
__attribute__((visibility("default"))) int madvise(void *addr, size_t size, int advice)
{
    atomic_fetch_add(&calls, 1);
    if (atomic_load(&refuses)) {
        errno = EPERM;
        return -1;
    }
    return advise(addr, size, advice);
}
#endif

enum { BLOCKS = 600, ROUNDS = 20 };

static char *blocks[BLOCKS];

static int64_t size_of(size_t i)
{
    static const int64_t sizes[] = {100, 5000, 40 * KIB, 100 * KIB, 300 * KIB};
    return sizes[i % (sizeof sizes / sizeof sizes[0])];
}

static void take(void)
{
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = vera_memory_allocate(size_of(i));
        expect(blocks[i] != NULL);
        memset(blocks[i], 1, (size_t)size_of(i));
    }
}

static void give(void)
{
    for (size_t i = 0; i < BLOCKS; i++) {
        errno = 7;
        vera_memory_free(blocks[i], size_of(i));
        expect(errno == 7);
    }
}

static void wait_a_second(void)
{
    nanosleep(&(struct timespec){.tv_sec = 1, .tv_nsec = 200000000}, NULL);
    vera_memory_free(vera_memory_allocate(5 * MIB), 5 * MIB);
}

static uint64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* Two tries a second, for runs and for records. */
static size_t allowed(uint64_t start)
{
    return 4 * (1 + (size_t)(milliseconds() - start) / 1000);
}

static void churn(const char *name)
{
    uint64_t start = milliseconds();
    atomic_store(&calls, 0);
    for (size_t round = 0; round < ROUNDS; round++) {
        take();
        give();
    }
    size_t asked = atomic_load(&calls);
    size_t most = allowed(start);
    figure("%s: errno untouched, the system asked %zu times", name, asked);
    ck_assert_uint_le(asked, most);
}

START_TEST(refused_advice_is_not_given_at_each_call)
{
    vera_memory_free(vera_memory_allocate(1), 1);
    size_t resident = status_resident();
    atomic_store(&refuses, true);
    churn("madvise refused");
    wait_a_second(); /* what works in phases keeps a phase's pages for that long */
    ck_assert_uint_le(status_resident() - resident, (size_t)(16 * MIB));
    atomic_store(&refuses, false);
    take();
    give();
    wait_a_second();
    ck_assert_uint_le(status_resident() - resident, (size_t)(16 * MIB));
}
END_TEST

static bool lock_all(void)
{
    return mlockall(MCL_CURRENT | MCL_FUTURE) == 0;
}

START_TEST(all_memory_may_be_locked)
{
    ck_assert(lock_all());
    churn("mlockall");
}
END_TEST

/* Whether /proc/self/smaps shows that flag for the mapping at an address. */
static bool has_flag(uintptr_t addr, const char *flag)
{
    FILE *file = fopen("/proc/self/smaps", "r");
    ck_assert_ptr_nonnull(file);
    char line[512];
    bool there = false, has = false;
    while (fgets(line, sizeof line, file) != NULL) {
        unsigned long long start, end;
        if (sscanf(line, "%llx-%llx ", &start, &end) == 2) {
            there = start <= addr && addr < end;
        } else if (there && strncmp(line, "VmFlags:", 8) == 0) {
            has = strstr(line, flag) != NULL;
        }
    }
    fclose(file);
    return has;
}

static int lock_pages(void *addr, size_t size)
{
    return mlock(addr, size);
}

static int keep_from_children(void *addr, size_t size)
{
    return advise(addr, size, MADV_DONTFORK);
}

static int keep_from_dumps(void *addr, size_t size)
{
    return advise(addr, size, MADV_DONTDUMP);
}

static int prefer_huge_pages(void *addr, size_t size)
{
    return advise(addr, size, MADV_HUGEPAGE);
}

enum { LARGE = 3 * MIB, SMALL = 200 * KIB };

static const struct treatment {
    const char *name; /* of the test with it */
    int (*act)(void *addr, size_t size);
    const char *flag; /* in smaps */
} treatments[] = {
    {"a_large_block_comes_back_with_new_pages, mlock", lock_pages, " lo"},
    {"a_large_block_comes_back_with_new_pages, MADV_DONTFORK", keep_from_children, " dc"},
    {"a_large_block_comes_back_with_new_pages, MADV_DONTDUMP", keep_from_dumps, " dd"},
    {"a_large_block_comes_back_with_new_pages, MADV_HUGEPAGE", prefer_huge_pages, " hg"},
};
enum { TREATMENTS = sizeof treatments / sizeof treatments[0] };

/* With so much in use that nothing is released. */
START_TEST(a_large_block_comes_back_with_new_pages)
{
    const int64_t size = LARGE;
    void *most = vera_memory_allocate(64 * MIB);
    char *block = vera_memory_allocate(size);
    ck_assert(most != NULL && block != NULL);
    uintptr_t place = (uintptr_t)block;
    memset(block, 1, (size_t)size);
    ck_assert_int_eq(treatments[_i].act(block, (size_t)size), 0);
    ck_assert(has_flag(place, treatments[_i].flag));
    errno = 7;
    vera_memory_free(block, size);
    ck_assert_int_eq(errno, 7);
    wait_a_second();
    ck_assert(!has_flag(place, treatments[_i].flag));
    char *again = vera_memory_allocate(size);
    ck_assert_uint_eq((uintptr_t)again, place);
    ck_assert(!has_flag(place, treatments[_i].flag));
    pid_t child = forked_begin();
    if (child == 0) {
        memset(again, 1, (size_t)size);
        _exit(EXIT_SUCCESS);
    }
    ck_assert_int_eq(forked_wait(child), EXIT_SUCCESS);
}
END_TEST

/* A run too small to be sealed for its size: the lock keeps its pages from being purged. */
START_TEST(a_locked_small_block_loses_its_pages)
{
    const int64_t size = SMALL;
    char *first = vera_memory_allocate(size);
    char *block = vera_memory_allocate(size);
    char *last = vera_memory_allocate(size);
    ck_assert(first != NULL && block != NULL && last != NULL);
    uintptr_t place = (uintptr_t)block;
    memset(block, 1, (size_t)size);
    ck_assert_int_eq(mlock(block, (size_t)size), 0);
    ck_assert(has_flag(place, " lo"));
    errno = 7;
    vera_memory_free(block, size);
    vera_memory_free(last, size);
    wait_a_second(); /* then the thread's cache gives up the last one, */
    wait_a_second(); /* and then both have been idle for a second */
    ck_assert_int_eq(errno, 7);
    ck_assert(!has_flag(place, " lo"));
    vera_memory_free(first, size);
}
END_TEST

/* Whether the system allows it, tried on pages of the test's own. */
static bool is_allowed(int (*act)(void *addr, size_t size), size_t size)
{
    void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    expect(pages != MAP_FAILED);
    bool allowed = act(pages, size) == 0;
    munmap(pages, size);
    return allowed;
}

static bool may_lock_all(void)
{
    bool allowed = lock_all();
    return munlockall() == 0 && allowed;
}

static void add_or_skip(TCase *all, const TTest *test, const char *name, bool allowed)
{
    if (allowed) {
        tcase_add_test(all, test);
    } else {
        skip_test(name, "the system does not allow it");
    }
}

static void add_treatment_tests(TCase *all)
{
    for (int i = 0; i < TREATMENTS; i++) {
        if (is_allowed(treatments[i].act, LARGE)) {
            tcase_add_loop_test(all, a_large_block_comes_back_with_new_pages, i, i + 1);
        } else {
            skip_test(treatments[i].name, "the system does not allow it");
        }
    }
    add_or_skip(all, a_locked_small_block_loses_its_pages, "a_locked_small_block_loses_its_pages",
                is_allowed(lock_pages, SMALL));
}

Suite *suite(void)
{
    if (status_skipped() != NULL) {
        skip_suite(status_skipped());
    }
    Suite *suite = suite_create("advised");
    TCase *all = tcase_create("advised");
    tcase_add_test(all, refused_advice_is_not_given_at_each_call);
    add_or_skip(all, all_memory_may_be_locked, "all_memory_may_be_locked", may_lock_all());
    if (mode_is_check()) {
        skip_test("a_large_block_comes_back_with_new_pages", "it is in quarantine");
        skip_test("a_locked_small_block_loses_its_pages", "it is in quarantine");
    } else {
        add_treatment_tests(all);
    }
    suite_add_tcase(suite, all);
    return suite;
}
