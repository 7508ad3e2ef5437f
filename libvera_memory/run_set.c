/* Two treaps, and a list by age. */
#include "run_set.h"

#include <stdbool.h>

/* Heap order, from the record's address. Records lie in rows, so one multiplication would
 * give priorities in a pattern; the multiplier is 2^64 divided by the golden ratio (Knuth,
 * volume 3, 6.4). */
static uint64_t priority(const struct vera_run *run)
{
    const uint64_t multiplier = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t once = (uint64_t)(uintptr_t)run * multiplier;
    return (once ^ once >> 32) * multiplier;
}

static bool precedes(enum vera_run_order order, const struct vera_run *one,
                     const struct vera_run *other)
{
    if (order == VERA_RUN_BY_SIZE && one->size != other->size) {
        return one->size < other->size;
    }
    return one->addr < other->addr;
}

/* One tree made of two, where all of `low` precedes all of `high`. */
static struct vera_run *merge(enum vera_run_order order, struct vera_run *low,
                              struct vera_run *high)
{
    if (low == NULL || high == NULL) {
        return low != NULL ? low : high;
    }
    if (priority(low) > priority(high)) {
        low->in[order].right = merge(order, low->in[order].right, high);
        return low;
    }
    high->in[order].left = merge(order, low, high->in[order].left);
    return high;
}

/* Two trees made of one: what precedes `run`, and the rest. */
static void split(enum vera_run_order order, struct vera_run *tree, const struct vera_run *run,
                  struct vera_run **low, struct vera_run **high)
{
    if (tree == NULL) {
        *low = *high = NULL;
    } else if (precedes(order, tree, run)) {
        split(order, tree->in[order].right, run, &tree->in[order].right, high);
        *low = tree;
    } else {
        split(order, tree->in[order].left, run, low, &tree->in[order].left);
        *high = tree;
    }
}

static void insert(struct vera_run_set *set, enum vera_run_order order, struct vera_run *run)
{
    struct vera_run **place = &set->roots[order];
    while (*place != NULL && priority(*place) >= priority(run)) {
        place =
            precedes(order, run, *place) ? &(*place)->in[order].left : &(*place)->in[order].right;
    }
    split(order, *place, run, &run->in[order].left, &run->in[order].right);
    *place = run;
}

static void extract(struct vera_run_set *set, enum vera_run_order order, struct vera_run *run)
{
    struct vera_run **place = &set->roots[order];
    while (*place != run) {
        place =
            precedes(order, run, *place) ? &(*place)->in[order].left : &(*place)->in[order].right;
    }
    *place = merge(order, run->in[order].left, run->in[order].right);
}

static void link_newest(struct vera_run_set *set, struct vera_run *run)
{
    run->newer = NULL;
    run->older = set->newest;
    *(set->newest != NULL ? &set->newest->newer : &set->oldest) = run;
    set->newest = run;
}

static void unlink_age(struct vera_run_set *set, struct vera_run *run)
{
    *(run->older != NULL ? &run->older->newer : &set->oldest) = run->newer;
    *(run->newer != NULL ? &run->newer->older : &set->newest) = run->older;
}

void vera_run_set_add(struct vera_run_set *set, struct vera_run *run)
{
    insert(set, VERA_RUN_BY_PLACE, run);
    insert(set, VERA_RUN_BY_SIZE, run);
    link_newest(set, run);
    set->count++;
    set->bytes += run->size;
}

void vera_run_set_remove(struct vera_run_set *set, struct vera_run *run)
{
    extract(set, VERA_RUN_BY_PLACE, run);
    extract(set, VERA_RUN_BY_SIZE, run);
    unlink_age(set, run);
    set->count--;
    set->bytes -= run->size;
}

void vera_run_set_change(struct vera_run_set *set, struct vera_run *run, uintptr_t addr,
                         size_t size)
{
    extract(set, VERA_RUN_BY_SIZE, run);
    set->bytes = set->bytes - run->size + size;
    run->addr = addr;
    run->size = size;
    insert(set, VERA_RUN_BY_SIZE, run);
}

void vera_run_set_renew(struct vera_run_set *set, struct vera_run *run, uint64_t since)
{
    unlink_age(set, run);
    run->since = since;
    link_newest(set, run);
}

struct vera_run *vera_run_set_find(const struct vera_run_set *set, size_t size)
{
    struct vera_run *found = NULL;
    struct vera_run *run = set->roots[VERA_RUN_BY_SIZE];
    while (run != NULL) {
        if (run->size >= size) {
            found = run;
            run = run->in[VERA_RUN_BY_SIZE].left;
        } else {
            run = run->in[VERA_RUN_BY_SIZE].right;
        }
    }
    return found;
}

struct vera_run *vera_run_set_below(const struct vera_run_set *set, size_t size)
{
    struct vera_run *found = NULL;
    struct vera_run *run = set->roots[VERA_RUN_BY_SIZE];
    while (run != NULL) {
        if (run->size < size) {
            found = run;
            run = run->in[VERA_RUN_BY_SIZE].right;
        } else {
            run = run->in[VERA_RUN_BY_SIZE].left;
        }
    }
    return found;
}

static bool is_beside(const struct vera_run *other, const struct vera_run *run,
                      enum vera_run_side side)
{
    return side == VERA_RUN_BEFORE ? other->addr + other->size == run->addr
                                   : run->addr + run->size == other->addr;
}

/* The neighbours of a run lie on the way to its place in the tree. */
struct vera_run *vera_run_set_beside(const struct vera_run_set *set, const struct vera_run *run,
                                     enum vera_run_side side)
{
    struct vera_run *other = set->roots[VERA_RUN_BY_PLACE];
    while (other != NULL && !is_beside(other, run, side)) {
        other = run->addr < other->addr ? other->in[VERA_RUN_BY_PLACE].left
                                        : other->in[VERA_RUN_BY_PLACE].right;
    }
    return other;
}

struct vera_run *vera_run_set_at(const struct vera_run_set *set, uintptr_t addr)
{
    const struct vera_run nothing = {.addr = addr, .size = 0};
    return vera_run_set_beside(set, &nothing, VERA_RUN_AFTER);
}
