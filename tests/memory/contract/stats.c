/* VERA_MEMORY_STATS=exit: the library prints its figures at exit, as JSON. They are exact
 * for a program of one thread, in both modes.
 */
#include "child.h"
#include "environment.h"
#include "run.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <vera/memory.h>

/* Of ten blocks of 41 bytes, whose slots have 48, three stay; of one of another class, none; of two
 * large ones, one. One call is misuse. */
static int hold_some(size_t argument)
{
    (void)argument;
    void *blocks[10];
    void *(*volatile allocate)(int64_t) = vera_memory_allocate;
    void (*volatile give)(void *, int64_t) = vera_memory_free;
    for (size_t i = 0; i < 10; i++) {
        blocks[i] = allocate(41);
    }
    for (size_t i = 3; i < 10; i++) {
        give(blocks[i], 41);
    }
    give(allocate(1000), 1000);
    void *large = allocate(2000000);
    void *other = allocate(3000000);
    give(large, 2000001);
    give(large, 2000000);
    (void)other;
    return EXIT_SUCCESS;
}

/* A large block that is free and cached. */
static int cache_large(size_t argument)
{
    (void)argument;
    void *(*volatile allocate)(int64_t) = vera_memory_allocate;
    void *large = allocate(100000);
    expect(large != NULL);
    vera_memory_free(large, 100000);
    return EXIT_SUCCESS;
}

enum { RUNS = 200, RUN = 200000 };

/* Of 38 MiB, 29 are freed, in pieces that are too small to be sealed or released. */
static int free_pieces(size_t argument)
{
    (void)argument;
    static void *runs[RUNS];
    for (size_t i = 0; i < RUNS; i++) {
        runs[i] = vera_memory_allocate(RUN);
        expect(runs[i] != NULL);
    }
    for (size_t i = 0; i < RUNS; i++) {
        if (i % 4 != 0) {
            vera_memory_free(runs[i], RUN);
        }
    }
    return EXIT_SUCCESS;
}

enum { THREADS = 200, FREED = 300, FREED_SIZE = 1000 };

static atomic_size_t ended;

/* Frees more than a quarantine holds. The threads live at the same time, because a thread that
 * follows another may have the same quarantine. */
static void *fill_quarantine(void *argument)
{
    for (size_t i = 0; i < FREED; i++) {
        void *volatile block = vera_memory_allocate(FREED_SIZE);
        vera_memory_free(block, FREED_SIZE);
    }
    atomic_fetch_add(&ended, 1);
    while (atomic_load(&ended) < THREADS) {
        sched_yield();
    }
    return argument;
}

static int fill_quarantines(size_t argument)
{
    static pthread_t threads[THREADS];
    pthread_attr_t attributes;
    (void)argument;
    expect(pthread_attr_init(&attributes) == 0);
    expect(pthread_attr_setstacksize(&attributes, (size_t)256 << 10) == 0);
    for (size_t i = 0; i < THREADS; i++) {
        expect(pthread_create(&threads[i], &attributes, fill_quarantine, NULL) == 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    return EXIT_SUCCESS;
}

/* The number at a key, in the part of the text that follows `after`. */
static size_t number(const char *said, const char *after, const char *key)
{
    const char *place = strstr(said, after);
    ck_assert_msg(place != NULL, "no %s in %s", after, said);
    place = strstr(place, key);
    ck_assert_msg(place != NULL, "no %s after %s in %s", key, after, said);
    return strtoul(place + strlen(key) + strlen("\": "), NULL, 10);
}

static struct child child;

static void run_act(const char *act, const char *mode, const char *setting)
{
    environment_set("VERA_MEMORY_MODE", mode);
    environment_set("VERA_MEMORY_MISUSE", "report");
    environment_set("VERA_MEMORY_STATS", setting);
    child_run(&child, act, 0);
    ck_assert_int_eq(child.exit_status, 0);
}

static void run(const char *mode, const char *setting)
{
    run_act("hold_some", mode, setting);
}

static size_t page(void)
{
#if defined(_SC_PAGESIZE)
    return (size_t)sysconf(_SC_PAGESIZE);
#else
    return 4096;
#endif
}

START_TEST(reports_live_and_peak_figures)
{
    run("fast", "exit");
    const char *said = strchr(child.err, '{');
    ck_assert_ptr_nonnull(said);
    const char *class = "\"size\": 48,";
    ck_assert_uint_eq(number(said, class, "live_blocks"), 3);
    ck_assert_uint_eq(number(said, class, "live_bytes"), 144);
    ck_assert_uint_ge(number(said, class, "cached_blocks"), 7);
    ck_assert_uint_ge(number(said, class, "peak_blocks"), 10);
    ck_assert_uint_eq(number(said, class, "peak_bytes"), 48 * number(said, class, "peak_blocks"));
    ck_assert_uint_eq(number(said, "large", "live_blocks"), 1);
    ck_assert_uint_eq(number(said, "large", "peak_blocks"), 2);
    ck_assert_uint_eq(number(said, "large", "live_bytes"), 3000000 + page() - 3000000 % page());
    ck_assert_uint_ge(number(said, "large", "peak_bytes"), 5000000);
    ck_assert_uint_ge(number(said, "pages", "in_use_bytes"), 3000000);
    ck_assert_uint_ge(number(said, "pages", "warm_bytes"), 2000000);
    ck_assert_uint_lt(number(said, "pages", "cold_bytes"), 2000000);
    ck_assert_uint_ge(number(said, "pages", "mapped_bytes"), 5000000);
    ck_assert_uint_ge(number(said, "calls", "map"), 3);
    ck_assert_uint_eq(number(said, "calls", "misuse"), 1);
}
END_TEST

START_TEST(a_cached_large_block_counts_as_live)
{
    run_act("cache_large", "fast", "exit");
    ck_assert_uint_eq(number(child.err, "large", "live_blocks"), 1);
    ck_assert_uint_ge(number(child.err, "large", "live_bytes"), 100000);
    ck_assert_uint_eq(number(child.err, "large", "peak_blocks"), 1);
    ck_assert_uint_eq(number(child.err, "calls", "misuse"), 0);
}
END_TEST

/* Idle memory is warm up to what is in use, and the rest cold; its pages are given back by
 * calls. All of it is mapped. */
START_TEST(reports_idle_memory)
{
    run_act("free_pieces", "fast", "exit");
    size_t in_use = number(child.err, "pages", "in_use_bytes");
    size_t warm = number(child.err, "pages", "warm_bytes");
    size_t cold = number(child.err, "pages", "cold_bytes");
    ck_assert_uint_ge(in_use, RUNS / 4 * RUN);
    ck_assert_uint_le(in_use, RUNS / 2 * RUN);
    ck_assert_uint_le(warm, in_use);
    ck_assert_uint_ge(cold, RUNS / 8 * RUN);
    ck_assert_uint_ge(number(child.err, "pages", "mapped_bytes"), in_use + warm + cold);
    size_t given_back = number(child.err, "calls", "unmap") + number(child.err, "calls", "advise");
    ck_assert_uint_ge(given_back, 10);
}
END_TEST

/* The sizes are those that the program asked for, and the figures those of the moment before the
 * quarantines are emptied. A freed block takes more than its size there, and a guarded one whole
 * pages. */
START_TEST(check_mode_reports_what_it_knows)
{
    static const char *const budgets[] = {"0", "16384"};
    environment_set("VERA_MEMORY_CHECK_PAGES", budgets[_i]);
    run("check", "exit");
    const char *said = strchr(child.err, '{');
    ck_assert_ptr_nonnull(said);
    ck_assert_ptr_null(strstr(said, "peak"));
    ck_assert_uint_eq(number(said, "check", "live_blocks"), 4);
    ck_assert_uint_eq(number(said, "check", "live_bytes"), 3 * 41 + 3000000);
    ck_assert_uint_ge(number(said, "check", "quarantine_bytes"), 2000000 + 7 * 41 + 1000);
    ck_assert_uint_le(number(said, "check", "quarantine_bytes"), 2000000 + 9 * page());
    ck_assert_uint_ge(number(said, "calls", "map"), 2);
    ck_assert_uint_eq(number(said, "calls", "misuse"), 1);
}
END_TEST

/* A guarded block and its guards, 64 KiB each or a page, are mapped, and not in use. */
START_TEST(guarded_blocks_are_only_mapped)
{
    enum { LIVE = 4, GUARDS = 2 };
    environment_set("VERA_MEMORY_CHECK_PAGES", "16384");
    run("check", "exit");
    size_t in_use = number(child.err, "pages", "in_use_bytes");
    size_t mapped = number(child.err, "pages", "mapped_bytes");
    ck_assert_uint_lt(in_use, 3000000);
    ck_assert_uint_ge(mapped, in_use + 3000000 + (size_t)LIVE * GUARDS * 65536);
    environment_set("VERA_MEMORY_CHECK_PAGES", "0");
    run("check", "exit");
    ck_assert_uint_ge(number(child.err, "pages", "in_use_bytes"), 3000000);
}
END_TEST

/* There are 64, of 256 KiB and one block more each, however many threads there are. */
START_TEST(quarantines_are_bounded)
{
    const size_t each = ((size_t)256 << 10) + FREED_SIZE + 200; /* with marks */
    environment_set("VERA_MEMORY_CHECK_PAGES", "0");
    run_act("fill_quarantines", "check", "exit");
    size_t bytes = number(child.err, "check", "quarantine_bytes");
    figure("%d threads: %zu KiB in quarantine", THREADS, bytes >> 10);
    ck_assert_uint_le(bytes, 64 * each);
    ck_assert_uint_ge(bytes, 8 * each);
}
END_TEST

START_TEST(prints_nothing_by_default)
{
    run("fast", "never");
    ck_assert_ptr_null(strchr(child.err, '{'));
}
END_TEST

START_TEST(an_unknown_value_is_reported)
{
    run("fast", "Exit");
    const char line[] = "vera_memory: VERA_MEMORY_STATS is 'Exit'; expected never or exit; "
                        "using never\n";
    ck_assert_int_eq(strncmp(child.err, line, strlen(line)), 0);
    ck_assert_ptr_null(strchr(child.err, '{'));
}
END_TEST

static const struct child_act acts[] = {{"hold_some", hold_some},
                                        {"cache_large", cache_large},
                                        {"free_pieces", free_pieces},
                                        {"fill_quarantines", fill_quarantines},
                                        {NULL, NULL}};

Suite *suite(void)
{
    child_offer(acts);
    Suite *suite = suite_create("stats");
    TCase *all = tcase_create("stats");
    tcase_add_test(all, reports_live_and_peak_figures);
    tcase_add_test(all, a_cached_large_block_counts_as_live);
    tcase_add_test(all, reports_idle_memory);
    tcase_add_loop_test(all, check_mode_reports_what_it_knows, 0, 2);
    tcase_add_test(all, quarantines_are_bounded);
    tcase_add_test(all, guarded_blocks_are_only_mapped);
    tcase_add_test(all, prints_nothing_by_default);
    tcase_add_test(all, an_unknown_value_is_reported);
    suite_add_tcase(suite, all);
    return suite;
}
