/* Idle addresses cost the rest of the process nothing: what is neither in use nor warm is for
 * the most part inaccessible, so it counts neither when the process forks nor where its memory
 * is limited.
 */
#include "posix/forked.h"
#include "run.h"
#include "sizes.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include <vera/memory.h>

enum { BLOCKS = 2000 };

static struct {
    char *start;
    int64_t size;
} blocks[BLOCKS];

static void allocate(size_t i, int64_t size)
{
    blocks[i].size = size;
    blocks[i].start = vera_memory_allocate(size);
    expect(blocks[i].start != NULL);
    memset(blocks[i].start, 1, (size_t)size);
}

static void release(size_t i)
{
    vera_memory_free(blocks[i].start, blocks[i].size);
    blocks[i].start = NULL;
}

/* Lets what is idle lose its pages. */
static void wait_a_second(void)
{
    nanosleep(&(struct timespec){.tv_sec = 1, .tv_nsec = 100000000}, NULL);
    vera_memory_free(vera_memory_allocate(MIB), MIB);
}

static void only_allocates(void)
{
    for (size_t i = 0; i < 30; i++) {
        allocate(i, 4 * MIB);
    }
}

static unsigned below(unsigned limit)
{
    static unsigned state = 1;
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % limit;
}

static void replaces_large_blocks(void)
{
    for (size_t step = 0; step < 1000; step++) {
        size_t i = step < 64 ? step : below(64);
        if (blocks[i].start != NULL) {
            release(i);
        }
        allocate(i, 64 * KIB + (int64_t)below(2000) * 2 * KIB);
    }
}

static void falls_from_a_peak(void)
{
    for (size_t i = 0; i < 120; i++) {
        allocate(i, 2 * MIB + 4 * KIB);
    }
    for (size_t i = 0; i < 120; i++) {
        if (i % 4 != 0) {
            release(i);
        }
    }
    wait_a_second();
}

/* Holes smaller than those that are always inaccessible. */
static void frees_every_second_block(void)
{
    for (size_t i = 0; i < 1000; i++) {
        allocate(i, 96 * KIB);
    }
    for (size_t i = 0; i < 1000; i += 2) {
        release(i);
    }
    wait_a_second();
}

static void aligns_blocks(void)
{
    for (size_t i = 0; i < 40; i++) {
        blocks[i].start = vera_memory_allocate_aligned(MIB, 4 * MIB);
        expect(blocks[i].start != NULL);
        memset(blocks[i].start, 1, (size_t)MIB);
    }
}

static const struct {
    const char *name;
    void (*act)(void);
} programs[] = {
    {"a program that only allocates", only_allocates},
    {"one that replaces large blocks", replaces_large_blocks},
    {"one that falls from a peak", falls_from_a_peak},
    {"one that frees every second block", frees_every_second_block},
    {"one that aligns blocks to 4 MiB", aligns_blocks},
};

/* Every live block was written to, so what is in use or warm is resident. */
START_TEST(what_is_writable_is_in_use_or_warm)
{
    vera_memory_free(vera_memory_allocate(1), 1);
    size_t resident = status_resident();
    size_t writable = status_writable();
    programs[_i].act();
    resident = status_resident() - resident;
    writable = status_writable() - writable;
    size_t more = writable > resident ? writable - resident : 0;
    figure("%s: %zu MiB in use and warm, %zu KiB more writable", programs[_i].name, resident >> 20,
           more >> 10);
    ck_assert_uint_le(more, resident > (size_t)(64 * MIB) ? resident / 8 : (size_t)(8 * MIB));
}
END_TEST

/* MiB that the rest of the process can still map. */
static size_t left_over(void)
{
    size_t count = 0;
    while (mmap(NULL, (size_t)MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
           MAP_FAILED) {
        count++;
    }
    return count;
}

static int limit_addresses_to(rlim_t most)
{
    return setrlimit(RLIMIT_AS, &(struct rlimit){most, most});
}

static int limit_data_to(rlim_t most)
{
    return setrlimit(RLIMIT_DATA, &(struct rlimit){most, most});
}

static const struct {
    const char *name;
    size_t (*used)(void);
    int (*limit_to)(rlim_t most);
} limits[] = {
    {"RLIMIT_AS", status_mapped, limit_addresses_to},
    {"RLIMIT_DATA", status_data, limit_data_to},
};

START_TEST(a_limit_is_left_to_others)
{
    ck_assert_int_eq(limits[_i].limit_to(limits[_i].used() + 256 * (size_t)MIB), 0);
    for (size_t i = 0; i < 25; i++) {
        allocate(i, 4 * MIB);
    }
    size_t left = left_over();
    figure("%s of 256 MiB more, 100 MiB in blocks: %zu MiB left", limits[_i].name, left);
    ck_assert_uint_ge(left, 130);
}
END_TEST

/* Bytes of memory and swap together. */
static size_t machine(void)
{
    return status_machine("MemTotal") + status_machine("SwapTotal");
}

START_TEST(untouched_blocks_do_not_hinder_a_fork)
{
    const int64_t size = 64 * MIB;
    size_t count = machine() / 100 * 65 / (size_t)size;
    for (size_t i = 0; i < count; i++) {
        ck_assert_ptr_nonnull(vera_memory_allocate(size));
    }
    pid_t child = forked_begin();
    if (child == 0) {
        _exit(EXIT_SUCCESS);
    }
    figure("%zu MiB in untouched blocks: %s", count * (size_t)size >> 20,
           child > 0 ? "forks" : "cannot fork");
    ck_assert_int_gt(child, 0);
    ck_assert_int_eq(forked_wait(child), EXIT_SUCCESS);
}
END_TEST

/* Why the system would refuse more, or less, than this library has a part in; null if not. */
static const char *fork_skipped(void)
{
    if (sizeof(void *) < 8) {
        return "so much memory has no addresses";
    }
    return status_overcommit() != 0 ? "vm.overcommit_memory is not 0" : NULL;
}

Suite *suite(void)
{
    if (status_skipped() != NULL) {
        skip_suite(status_skipped());
    }
    Suite *suite = suite_create("idle_addresses");
    TCase *all = tcase_create("idle_addresses");
    tcase_add_loop_test(all, what_is_writable_is_in_use_or_warm, 0,
                        sizeof programs / sizeof programs[0]);
    tcase_add_loop_test(all, a_limit_is_left_to_others, 0, sizeof limits / sizeof limits[0]);
    if (fork_skipped() == NULL) {
        tcase_add_test(all, untouched_blocks_do_not_hinder_a_fork);
    } else {
        skip_test("untouched_blocks_do_not_hinder_a_fork", fork_skipped());
    }
    suite_add_tcase(suite, all);
    return suite;
}
