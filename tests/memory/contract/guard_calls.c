/* The system calls of a guarded block in check mode: four in its life.
 *
 * This program defines the calls for memory ahead of the C library's, so the library calls these.
 */
#include "child.h"
#include "environment.h"
#include "run.h"

#include <dlfcn.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <vera/memory.h>

static atomic_size_t calls;

/* A sanitizer defines these functions itself; the suite is skipped there. */
#if !UNDER_SANITIZER
__attribute__((visibility("default"))) void *mmap(void *addr, size_t size, int protection,
                                                  int flags, int file, off_t offset)
{
    void *(*next)(void *, size_t, int, int, int, off_t);
    *(void **)&next = dlsym(RTLD_NEXT, "mmap");
    atomic_fetch_add(&calls, 1);
    return next(addr, size, protection, flags, file, offset);
}

__attribute__((visibility("default"))) int munmap(void *addr, size_t size)
{
    int (*next)(void *, size_t);
    *(void **)&next = dlsym(RTLD_NEXT, "munmap");
    atomic_fetch_add(&calls, 1);
    return next(addr, size);
}

__attribute__((visibility("default"))) int mprotect(void *addr, size_t size, int protection)
{
    int (*next)(void *, size_t, int);
    *(void **)&next = dlsym(RTLD_NEXT, "mprotect");
    atomic_fetch_add(&calls, 1);
    return next(addr, size, protection);
}

__attribute__((visibility("default"))) int madvise(void *addr, size_t size, int advice)
{
    int (*next)(void *, size_t, int);
    *(void **)&next = dlsym(RTLD_NEXT, "madvise");
    atomic_fetch_add(&calls, 1);
    return next(addr, size, advice);
}
#endif

enum { BLOCKS = 20000, FIRST = 2000, CALLS = 4 };

static void live(size_t blocks)
{
    for (size_t i = 0; i < blocks; i++) {
        void *block = vera_memory_allocate(100);
        expect(block != NULL);
        vera_memory_free(block, 100);
    }
}

/* Once the quarantine is full, a block ends where another one begins. */
static int count(size_t unused)
{
    (void)unused;
    live(FIRST);
    size_t before = atomic_load(&calls);
    live(BLOCKS);
    printf("%zu", atomic_load(&calls) - before);
    return EXIT_SUCCESS;
}

static const struct child_act acts[] = {{"count", count}, {NULL, NULL}};

START_TEST(a_guarded_block_takes_four_calls)
{
    struct child child;
    environment_set("VERA_MEMORY_MODE", "check");
    child_run(&child, "count", 0);
    ck_assert_int_eq(child.exit_status, EXIT_SUCCESS);
    size_t counted = (size_t)strtoul(child.out, NULL, 10);
    figure("calls of %d guarded blocks: %zu", BLOCKS, counted);
    ck_assert_uint_ge(counted, (size_t)CALLS * BLOCKS);
    ck_assert_uint_lt(counted, (size_t)CALLS * BLOCKS + BLOCKS / 100); /* for records, some */
}
END_TEST

Suite *suite(void)
{
    child_offer(acts);
    if (UNDER_SANITIZER) {
        skip_suite("a sanitizer defines mmap itself");
    }
    Suite *suite = suite_create("guard_calls");
    TCase *all = tcase_create("guard_calls");
    tcase_add_test(all, a_guarded_block_takes_four_calls);
    suite_add_tcase(suite, all);
    return suite;
}
