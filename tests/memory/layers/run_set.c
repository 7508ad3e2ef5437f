/* Sets of idle runs, against a model: one flag a page. */
#include "run_set.h"

#include "layers.h"

#include <stdbool.h>
#include <string.h>

#define PAGE ((size_t)4096)
#define PAGES 700u
#define BASE ((uintptr_t)1 << 30)

static bool is_idle[PAGES];
static struct vera_run records[PAGES];
static struct vera_run *free_records[PAGES];
static size_t free_count;
static struct vera_run_set set;

static unsigned state = 1;

static unsigned draw(unsigned below)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
}

static void setup(void)
{
    memset(is_idle, 0, sizeof is_idle);
    memset(&set, 0, sizeof set);
    free_count = 0;
    for (size_t i = 0; i < PAGES; i++) {
        free_records[free_count++] = &records[i];
    }
}

static size_t length_at(size_t page)
{
    size_t end = page;
    while (end < PAGES && is_idle[end]) {
        end++;
    }
    return end - page;
}

/* What vera_run_set_find must find: the lowest of the shortest maximal runs that are long
 * enough. */
static uintptr_t shortest(size_t pages)
{
    size_t best = PAGES + 1;
    uintptr_t found = 0;
    for (size_t page = 0; page < PAGES; page++) {
        size_t length = length_at(page);
        if (length >= pages && length < best) {
            best = length;
            found = BASE + page * PAGE;
        }
        page += length;
    }
    return found;
}

/* What vera_run_set_below must find: the highest of the longest maximal runs that are short
 * enough. */
static uintptr_t longest(size_t pages)
{
    size_t best = 0;
    uintptr_t found = 0;
    for (size_t page = 0; page < PAGES; page++) {
        size_t length = length_at(page);
        if (length > 0 && length < pages && length >= best) {
            best = length;
            found = BASE + page * PAGE;
        }
        page += length;
    }
    return found;
}

/* The neighbour of a run on one side; the model says whether there is one. */
static struct vera_run *beside(const struct vera_run *run, enum vera_run_side side, bool is_there)
{
    struct vera_run *other = vera_run_set_beside(&set, run, side);
    expect((other != NULL) == is_there);
    return other;
}

/* Adds a run and joins it with its neighbours: with the one before it by removing that, with the
 * one after it by changing that. */
static void add(size_t page, size_t pages)
{
    size_t end = page + pages;
    struct vera_run *run = free_records[--free_count];
    run->addr = BASE + page * PAGE;
    run->size = pages * PAGE;
    struct vera_run *before = beside(run, VERA_RUN_BEFORE, page > 0 && is_idle[page - 1]);
    struct vera_run *after = beside(run, VERA_RUN_AFTER, end < PAGES && is_idle[end]);
    if (before != NULL) {
        vera_run_set_remove(&set, before);
        free_records[free_count++] = before;
        run->addr = before->addr;
        run->size += before->size;
    }
    if (after != NULL) {
        vera_run_set_change(&set, after, run->addr, run->size + after->size);
        vera_run_set_renew(&set, after, 0);
        free_records[free_count++] = run;
    } else {
        vera_run_set_add(&set, run);
    }
    memset(is_idle + page, 1, pages);
}

static void take(size_t pages)
{
    struct vera_run *run = vera_run_set_find(&set, pages * PAGE);
    uintptr_t expected = shortest(pages);
    expect((run != NULL ? run->addr : 0) == expected);
    if (run == NULL) {
        return;
    }
    size_t page = (expected - BASE) / PAGE;
    size_t length = length_at(page);
    expect(run->size == length * PAGE);
    if (length > pages) {
        vera_run_set_change(&set, run, run->addr + pages * PAGE, run->size - pages * PAGE);
    } else {
        vera_run_set_remove(&set, run);
        free_records[free_count++] = run;
    }
    memset(is_idle + page, 0, pages);
}

static void look_below(size_t pages)
{
    struct vera_run *run = vera_run_set_below(&set, pages * PAGE);
    expect((run != NULL ? run->addr : 0) == longest(pages));
}

static void check_totals(void)
{
    size_t idle = 0;
    size_t runs = 0;
    for (size_t page = 0; page < PAGES; page++) {
        idle += is_idle[page];
        runs += is_idle[page] && (page == 0 || !is_idle[page - 1]);
    }
    expect(set.bytes == idle * PAGE);
    expect(PAGES - free_count == runs);
    size_t listed = 0;
    for (struct vera_run *run = set.oldest; run != NULL; run = run->newer) {
        expect(run->newer != NULL || run == set.newest);
        listed++;
    }
    expect(listed == runs);
}

START_TEST(finds_joins_and_counts_like_the_model)
{
    for (size_t step = scaled(100000); step > 0; step--) {
        size_t page = draw(PAGES);
        size_t pages = 1 + draw(12);
        size_t gap = 0;
        while (gap < pages && page + gap < PAGES && !is_idle[page + gap]) {
            gap++;
        }
        if (gap > 0 && draw(5) < 3) {
            add(page, gap);
        } else {
            take(pages);
        }
        look_below(pages);
        check_totals();
    }
}
END_TEST

START_TEST(the_oldest_comes_first)
{
    static const size_t pages[] = {40, 10, 30, 20};
    for (size_t i = 0; i < 4; i++) {
        add(pages[i], 1);
    }
    add(41, 1); /* joined with the first, which is now the newest */
    static const size_t expected[] = {10, 30, 20, 40};
    for (size_t i = 0; i < 4; i++) {
        expect(set.oldest->addr == BASE + expected[i] * PAGE);
        vera_run_set_remove(&set, set.oldest);
    }
    expect(set.oldest == NULL);
    expect(set.newest == NULL);
    expect(set.bytes == 0);
}
END_TEST

static size_t depth(const struct vera_run *run, enum vera_run_order order)
{
    if (run == NULL) {
        return 0;
    }
    size_t left = depth(run->in[order].left, order);
    size_t right = depth(run->in[order].right, order);
    return 1 + (left > right ? left : right);
}

START_TEST(the_tree_stays_shallow)
{
    for (size_t page = 0; page < PAGES; page += 2) {
        add(page, 1);
    }
    /* 350 runs in order: the least would be 9 levels, the worst 350. */
    expect(depth(set.roots[VERA_RUN_BY_PLACE], VERA_RUN_BY_PLACE) <= 30);
    expect(depth(set.roots[VERA_RUN_BY_SIZE], VERA_RUN_BY_SIZE) <= 30);
}
END_TEST

TCase *run_set_cases(void)
{
    TCase *all = tcase_create("run");
    tcase_add_checked_fixture(all, setup, NULL);
    tcase_add_test(all, finds_joins_and_counts_like_the_model);
    tcase_add_test(all, the_oldest_comes_first);
    tcase_add_test(all, the_tree_stays_shallow);
    return all;
}
