/* What a refused request leaves behind: nothing. If no machine could serve it, idle memory and
 * caches stay as they are; if releasing them might have helped, that was tried first. No peak
 * counts what was refused.
 */
#include "chain.h"
#include "child.h"
#include "environment.h"
#include "limit.h"
#include "run.h"
#include "sizes.h"
#include "status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vera/memory.h>

/* A system that promises any memory may grant the first two, which are not written to here. An
 * emulator may write to its own notes about so many pages. */
static const struct {
    int64_t size;
    int64_t align;
} vast[] = {
    {(int64_t)1 << 46, 8}, {(int64_t)1 << 46, MIB},      {(int64_t)1 << 62, 8},
    {INT64_MAX, 8},        {100, (int64_t)1 << 40},      {100000, (int64_t)1 << 62},
    {MOST, GIB},           {MOST - 2 * (int64_t)MIB, 8},
};

/* Returns how many were refused. */
static size_t ask_for_too_much(void)
{
    size_t refused = 0;
    for (size_t i = sizeof(void *) < 8 || is_emulated() ? 2 : 0; i < sizeof vast / sizeof vast[0];
         i++) {
        void *block = vera_memory_allocate_aligned(vast[i].size, vast[i].align);
        refused += block == NULL;
        vera_memory_free_aligned(block, vast[i].size, vast[i].align);
    }
    return refused;
}

START_TEST(idle_memory_stays_for_what_no_machine_could_serve)
{
    struct chain chain = {.size = 1500};
    size_t start = status_resident();
    ck_assert_uint_eq(chain_add(&chain, 4000), 4000);
    chain_free(&chain, SIZE_MAX);
    size_t idle = status_resident();
    size_t refused = ask_for_too_much();
    size_t left = status_resident();
    figure("idle memory and refused requests: %zu KiB before, %zu KiB after",
           (idle > start ? idle - start : 0) >> 10, (left > start ? left - start : 0) >> 10);
    ck_assert_uint_gt(refused, 0);
    ck_assert_uint_gt(idle, start + (size_t)(3 * MIB));
    ck_assert_uint_ge(left + (size_t)MIB / 2, idle);
}
END_TEST

static void write_after_free(void)
{
    char *volatile block = vera_memory_allocate(100);
    char *volatile same = block;
    vera_memory_free(block, 100);
    same[3] = 1;
}

/* Windows has a buffer for this, which it empties after the library's report at the end. */
static void say_asked(void)
{
    fputs("asked\n", stderr);
    fflush(stderr);
}

static int ask_vainly(size_t argument)
{
    (void)argument;
    write_after_free();
    ask_for_too_much();
    say_asked();
    return EXIT_SUCCESS;
}

static int use_up_addresses(size_t argument)
{
    (void)argument;
    write_after_free();
    limit_addresses((size_t)(8 * MIB));
    while (vera_memory_allocate(MIB) != NULL) {
    }
    say_asked();
    return EXIT_SUCCESS;
}

static struct child child;

/* The quarantine of check mode names a write into it when the block leaves it: at the end at
 * the latest. */
static bool quarantine_was_emptied_by(const char *act)
{
    environment_set("VERA_MEMORY_MODE", "check");
    environment_set("VERA_MEMORY_CHECK_PAGES", "0");
    environment_set("VERA_MEMORY_MISUSE", "report");
    child_run(&child, act, 0);
    const char *asked = strstr(child.err, "asked");
    const char *named = strstr(child.err, "expected no write after the free");
    ck_assert_msg(asked != NULL && named != NULL, "%s", child.err);
    return named < asked;
}

START_TEST(the_quarantine_stays_for_what_no_machine_could_serve)
{
    ck_assert(!quarantine_was_emptied_by("ask_vainly"));
}
END_TEST

START_TEST(the_quarantine_is_emptied_for_what_might_fit)
{
    ck_assert(quarantine_was_emptied_by("use_up_addresses"));
}
END_TEST

static int ask_and_report(size_t argument)
{
    (void)argument;
    volatile int64_t too_much = (int64_t)1 << 62; /* or the compiler warns where that is no size */
    vera_memory_free(vera_memory_allocate(100000), 100000);
    return vera_memory_allocate_aligned(MOST, GIB) == NULL && vera_memory_allocate(too_much) == NULL
               ? EXIT_SUCCESS
               : EXIT_FAILURE;
}

START_TEST(no_peak_counts_it)
{
    environment_set("VERA_MEMORY_MODE", "fast");
    environment_set("VERA_MEMORY_STATS", "exit");
    child_run(&child, "ask_and_report", 0);
    ck_assert_int_eq(child.exit_status, 0);
    const char *large = strstr(child.err, "\"large\"");
    ck_assert_ptr_nonnull(large);
    unsigned long long blocks = 0, bytes = 0;
    ck_assert_int_eq(sscanf(strstr(large, "\"peak_blocks\""),
                            "\"peak_blocks\": %llu, \"peak_bytes\": %llu", &blocks, &bytes),
                     2);
    ck_assert_uint_eq(blocks, 1);
    ck_assert_uint_lt(bytes, 200000);
}
END_TEST

static const struct child_act acts[] = {
    {"ask_vainly", ask_vainly},
    {"use_up_addresses", use_up_addresses},
    {"ask_and_report", ask_and_report},
    {NULL, NULL},
};

Suite *suite(void)
{
    child_offer(acts);
    Suite *suite = suite_create("refusal");
    TCase *all = tcase_create("refusal");
    tcase_add_test(all, the_quarantine_stays_for_what_no_machine_could_serve);
    tcase_add_test(all, no_peak_counts_it);
    if (status_skipped() == NULL) {
        tcase_add_test(all, idle_memory_stays_for_what_no_machine_could_serve);
        tcase_add_test(all, the_quarantine_is_emptied_for_what_might_fit);
    } else {
        skip_test("idle_memory_stays_for_what_no_machine_could_serve", status_skipped());
        skip_test("the_quarantine_is_emptied_for_what_might_fit", status_skipped());
    }
    suite_add_tcase(suite, all);
    return suite;
}
