/* What a child loses at a fork is bounded: each of a thousand generations forks the next one, and
 * the last has no more than the first ones. Where each starts threads, each adds the addresses
 * that it reserves for a fork.
 */
#include "posix/forked.h"
#include "posix/window.h"
#include "run.h"
#include "sizes.h"
#include "status.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/prctl.h>
#endif

static size_t difference(size_t after, size_t before)
{
    return after > before ? after - before : 0;
}

static struct {
    size_t resident;
    size_t mapped;
} * measured;

static void measure(size_t generation)
{
    measured[generation].resident = status_resident();
    measured[generation].mapped = status_mapped();
}

static void *use(void *argument)
{
    expect(window_use());
    return argument;
}

/* Each generation forks the next one and ends. */
static void beget(size_t generations, bool with_thread)
{
    for (size_t i = 0; i < generations; i++) {
        pid_t child = forked_begin();
        if (child != 0) {
            _exit(child > 0 ? EXIT_SUCCESS : EXIT_FAILURE);
        }
        expect(window_use());
        if (with_thread) {
            window_join(use);
        }
        measure(i);
    }
    _exit(EXIT_SUCCESS);
}

static bool all_succeed(void)
{
    int status;
    bool good = true;
    while (wait(&status) > 0) {
        good = status == 0 && good;
    }
    return good;
}

static void beget_all(size_t generations, bool with_thread)
{
#if defined(__linux__)
    expect(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0);
#endif
    measured = mmap(NULL, generations * sizeof *measured, PROT_READ | PROT_WRITE,
                    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    expect(measured != MAP_FAILED);
    window_begin_threads();
    window_fork_while(use, NULL); /* so that the first one has a side heap */
    pid_t first = forked_begin();
    if (first == 0) {
        beget(generations, with_thread);
    }
    expect(all_succeed());
}

enum { EARLY = 10 };

START_TEST(a_thousand_generations_stay_flat)
{
    enum { GENERATIONS = 1000 };
    beget_all(GENERATIONS, false);
    size_t resident = difference(measured[GENERATIONS - 1].resident, measured[EARLY].resident);
    size_t addresses = difference(measured[GENERATIONS - 1].mapped, measured[EARLY].mapped);
    figure("%d generations: resident memory grew by %zu KiB, addresses by %zu KiB", GENERATIONS,
           resident >> 10, addresses >> 10);
    if (status_skipped() == NULL) {
        ck_assert_uint_gt(measured[GENERATIONS - 1].mapped, 0);
        ck_assert_uint_le(resident, MIB);
        ck_assert_uint_le(addresses, 4 * MIB);
    }
}
END_TEST

/* A region of 1 MiB, and at times the part with its records, between guards. */
START_TEST(generations_with_a_thread_add_what_each_reserves)
{
    enum { GENERATIONS = 60 };
    const size_t each = (size_t)(MIB + 192 * KIB);
    beget_all(GENERATIONS, true);
    size_t addresses = difference(measured[GENERATIONS - 1].mapped, measured[EARLY].mapped);
    size_t resident = difference(measured[GENERATIONS - 1].resident, measured[EARLY].resident);
    figure("%d children of children, each with a thread: resident memory grew by %zu KiB, "
           "addresses by %zu KiB",
           GENERATIONS, resident >> 10, addresses >> 10);
    if (status_skipped() == NULL) {
        ck_assert_uint_gt(measured[GENERATIONS - 1].mapped, 0);
        ck_assert_uint_le(resident, 8 * MIB);
        ck_assert_uint_le(addresses, (GENERATIONS - EARLY) * each + 4 * MIB);
    }
}
END_TEST

Suite *suite(void)
{
    if (forked_skipped() != NULL) {
        skip_suite(forked_skipped());
    }
    if (is_emulated()) {
        skip_suite("qemu makes no process a subreaper");
    }
    Suite *suite = suite_create("fork_generations");
    TCase *all = tcase_create("fork_generations");
    tcase_add_test(all, a_thousand_generations_stay_flat);
    tcase_add_test(all, generations_with_a_thread_add_what_each_reserves);
    suite_add_tcase(suite, all);
    return suite;
}
