/* The set of idle runs, against a plain array. */
#include "windows/run.h"
#include "layers.h"

#include <stdbool.h>
#include <string.h>

enum { RUNS = 300, KINDS = 70, STEPS = 20000, PAGE = 4096 };

static struct vera_run runs[RUNS];
static bool in_set[RUNS];
static struct vera_run_set set;

static uint32_t seed;

static size_t below(size_t limit)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % limit;
}

/* Sizes that differ by 64 pages have the same hash. */
static void setup(void)
{
    seed = 1;
    set = (struct vera_run_set){0};
    memset(in_set, 0, sizeof in_set);
    for (size_t i = 0; i < RUNS; i++) {
        runs[i] =
            (struct vera_run){.addr = (void *)((i + 1) << 16), .size = (i % KINDS + 1) * PAGE};
    }
}

static size_t bytes(void)
{
    size_t sum = 0;
    for (size_t i = 0; i < RUNS; i++) {
        sum += in_set[i] ? runs[i].size : 0;
    }
    return sum;
}

static bool serves(const struct vera_run *run, size_t size, size_t align)
{
    return run->size == size && (uintptr_t)run->addr % align == 0;
}

static bool some_serves(size_t size, size_t align)
{
    for (size_t i = 0; i < RUNS; i++) {
        if (in_set[i] && serves(&runs[i], size, align)) {
            return true;
        }
    }
    return false;
}

static void look(size_t size, size_t align)
{
    struct vera_run *found = vera_run_find(&set, size, align);
    expect((found != NULL) == some_serves(size, align));
    expect(found == NULL || (in_set[found - runs] && serves(found, size, align)));
}

START_TEST(finds_what_is_in_it)
{
    for (size_t step = 0; step < STEPS; step++) {
        size_t i = below(RUNS);
        if (in_set[i]) {
            vera_run_remove(&set, &runs[i]);
        } else {
            vera_run_add(&set, &runs[i]);
        }
        in_set[i] = !in_set[i];
        look((below(KINDS) + 1) * PAGE, (size_t)1 << (16 + below(4)));
        expect(set.bytes == bytes());
    }
}
END_TEST

START_TEST(finds_the_newest_and_keeps_the_oldest)
{
    vera_run_add(&set, &runs[0]);
    vera_run_add(&set, &runs[KINDS]);
    vera_run_add(&set, &runs[1]);
    ck_assert_ptr_eq(set.oldest, &runs[0]);
    ck_assert_ptr_eq(vera_run_find(&set, runs[0].size, 1), &runs[KINDS]);
    vera_run_remove(&set, &runs[KINDS]);
    ck_assert_ptr_eq(vera_run_find(&set, runs[0].size, 1), &runs[0]);
    vera_run_remove(&set, &runs[0]);
    ck_assert_ptr_eq(set.oldest, &runs[1]);
    vera_run_remove(&set, &runs[1]);
    ck_assert_ptr_null(set.oldest);
    ck_assert_ptr_null(set.newest);
}
END_TEST

TCase *run_cases(void)
{
    TCase *all = tcase_create("run");
    tcase_add_checked_fixture(all, setup, NULL);
    tcase_add_test(all, finds_what_is_in_it);
    tcase_add_test(all, finds_the_newest_and_keeps_the_oldest);
    return all;
}
