/* What happens to sealed pages that the system refuses to make accessible. Linux before 6.12 may
 * have unmapped them by then: what another thread has mapped there is never touched.
 *
 * This program defines mmap and uname ahead of the C library's, and so is such a system.
 */
#include "check/guarded.h"
#include "check/record.h"
#include "pages.h"
#include "run.h"
#include "system.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <vera/sys.h>

#define MIB ((size_t)1 << 20)
#define RUN (3 * MIB)

/* What a refusal to replace a mapping does. */
enum refusal {
    NONE,    /* there is none */
    KEEPS,   /* changes nothing */
    UNMAPS,  /* leaves a hole */
    REPLACES /* another thread has a page of the hole at once */
};

static enum refusal refusal;
static const char *release;
static char *others; /* the other thread's page */

static void *map(void *addr, size_t size, int access, int flags)
{
    void *(*next)(void *, size_t, int, int, int, off_t);
    *(void **)&next = dlsym(RTLD_NEXT, "mmap");
    return next(addr, size, access, flags, -1, 0);
}

/* A sanitizer defines these functions itself; the suite is skipped there. */
#if !UNDER_SANITIZER
static void refuse(char *addr, size_t size)
{
    if (refusal == KEEPS) {
        return;
    }
    expect(munmap(addr, size) == 0);
    if (refusal == REPLACES) {
        size_t page = vera_system_page();
        others = map(addr + size / 2 / page * page, page, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED);
        memset(others, 7, page);
    }
}

__attribute__((visibility("default"))) void *mmap(void *addr, size_t size, int access, int flags,
                                                  int file, off_t offset)
{
    (void)file;
    (void)offset;
    if (refusal != NONE && (flags & MAP_FIXED) != 0 && (access & PROT_WRITE) != 0) {
        refuse(addr, size);
        refusal = NONE;
        errno = ENOMEM;
        return MAP_FAILED;
    }
    return map(addr, size, access, flags);
}

__attribute__((visibility("default"))) int uname(struct utsname *system)
{
    *system = (struct utsname){.sysname = "Linux"};
    strcpy(system->release, release);
    return 0;
}
#endif

static void check_others(void)
{
    for (size_t i = 0; i < vera_system_page(); i++) {
        expect(others[i] == 7);
    }
}

/* A sealed run, with so much in use that nothing is released. */
static char *make_sealed(void)
{
    void *most = __vera_sys_alloc(64 * MIB, 1);
    char *run = __vera_sys_alloc(RUN, 1);
    expect(most != NULL && run != NULL);
    vera_system_purge_run(run, RUN);
    return run;
}

/* The run stays, and serves the next request. */
START_TEST(a_run_that_is_still_there_stays_cold)
{
    static const struct {
        const char *release;
        enum refusal refusal;
    } systems[] = {{"6.12.0", KEEPS}, {"7.0", KEEPS}, {"6.11.9", UNMAPS}, {"6.12.0", UNMAPS}};
    release = systems[_i].release;
    char *run = make_sealed();
    struct vera_system_count before = vera_system_count();
    refusal = systems[_i].refusal;
    char *other = __vera_sys_alloc(RUN, 1);
    expect(refusal == NONE && other != NULL && other != run);
    expect(vera_system_count().cold >= before.cold);
    expect(__vera_sys_alloc(RUN, 1) == run);
    memset(run, 1, RUN);
}
END_TEST

START_TEST(a_run_that_another_thread_may_have_is_forgotten)
{
    release = "6.11.9";
    char *run = make_sealed();
    struct vera_system_count before = vera_system_count();
    refusal = REPLACES;
    char *other = __vera_sys_alloc(RUN, 1);
    expect(refusal == NONE && other != NULL);
    expect(vera_system_count().in_use == before.in_use + RUN);
    for (size_t i = 0; i < 50; i++) {
        char *more = __vera_sys_alloc(RUN, 1);
        expect(more != NULL && (more + RUN <= run || more >= run + RUN));
        memset(more, 1, RUN);
    }
    __vera_sys_free(other, RUN, 1);
    vera_system_release_idle();
    check_others();
}
END_TEST

START_TEST(an_extent_that_another_thread_may_have_is_forgotten)
{
    release = "5.10.0";
    expect(vera_system_page() > 0);
    refusal = REPLACES;
    expect(vera_system_map_extent() == NULL);
    check_others();
    expect(vera_system_map_extent() != NULL);
    refusal = UNMAPS;
    expect(vera_system_map_extent() == NULL);
    check_others();
}
END_TEST

/* Nothing else of the block is lost. */
START_TEST(a_guarded_place_that_another_thread_may_have_is_forgotten)
{
    release = "5.10.0";
    struct vera_check_block block;
    expect(vera_guarded_take(&block, 1000, 8));
    size_t addresses = vera_guarded_addresses();
    refusal = REPLACES;
    expect(!vera_guarded_take(&block, 1000, 8));
    expect(vera_guarded_addresses() == addresses);
    expect(vera_guarded_take(&block, 1000, 8));
    vera_guarded_release();
    check_others();
}
END_TEST

Suite *suite(void)
{
    if (UNDER_SANITIZER) {
        skip_suite("a sanitizer defines mmap itself");
    }
#if !defined(MAP_FIXED_NOREPLACE)
    skip_suite("the system cannot map without replacing");
#endif
    Suite *suite = suite_create("refused unseal");
    TCase *all = tcase_create("refused unseal");
    tcase_add_loop_test(all, a_run_that_is_still_there_stays_cold, 0, 4);
    tcase_add_test(all, a_run_that_another_thread_may_have_is_forgotten);
    tcase_add_test(all, an_extent_that_another_thread_may_have_is_forgotten);
    tcase_add_test(all, a_guarded_place_that_another_thread_may_have_is_forgotten);
    suite_add_tcase(suite, all);
    return suite;
}
