/* The treap of idle runs, and their order by age. */
#include "run.h"

#include <stdbool.h>

/* Heap order, from the address alone: the multiplier is 2^64 divided by the
 * golden ratio (Knuth, volume 3, 6.4), whose high bits scatter well. */
static uint64_t priority(const struct vera_run *run)
{
    return ((uint64_t)run->addr >> 12) * UINT64_C(0x9E3779B97F4A7C15);
}

static size_t largest(const struct vera_run *run)
{
    return run != NULL ? run->largest : 0;
}

static void update(struct vera_run *run)
{
    size_t below =
        largest(run->left) > largest(run->right) ? largest(run->left) : largest(run->right);
    run->largest = run->size > below ? run->size : below;
}

/* One tree of two, of which all of `low` lies below all of `high`. */
static struct vera_run *merge(struct vera_run *low, struct vera_run *high)
{
    if (low == NULL || high == NULL) {
        return low != NULL ? low : high;
    }
    if (priority(low) > priority(high)) {
        low->right = merge(low->right, high);
        update(low);
        return low;
    }
    high->left = merge(low, high->left);
    update(high);
    return high;
}

/* Two trees of one: what lies below `addr`, and the rest. */
static void split(struct vera_run *tree, uintptr_t addr, struct vera_run **low,
                  struct vera_run **high)
{
    if (tree == NULL) {
        *low = *high = NULL;
    } else if (tree->addr < addr) {
        split(tree->right, addr, &tree->right, high);
        *low = tree;
        update(tree);
    } else {
        split(tree->left, addr, low, &tree->left);
        *high = tree;
        update(tree);
    }
}

static struct vera_run *without(struct vera_run *tree, const struct vera_run *run)
{
    if (tree == run) {
        return merge(tree->left, tree->right);
    }
    if (run->addr < tree->addr) {
        tree->left = without(tree->left, run);
    } else {
        tree->right = without(tree->right, run);
    }
    update(tree);
    return tree;
}

void vera_run_add(struct vera_run_set *set, struct vera_run *run)
{
    struct vera_run *low;
    struct vera_run *high;
    run->left = run->right = NULL;
    update(run);
    split(set->root, run->addr, &low, &high);
    set->root = merge(merge(low, run), high);

    run->newer = NULL;
    run->older = set->newest;
    *(set->newest != NULL ? &set->newest->newer : &set->oldest) = run;
    set->newest = run;
    set->bytes += run->size;
}

void vera_run_remove(struct vera_run_set *set, struct vera_run *run)
{
    set->root = without(set->root, run);
    *(run->older != NULL ? &run->older->newer : &set->oldest) = run->newer;
    *(run->newer != NULL ? &run->newer->older : &set->newest) = run->older;
    set->bytes -= run->size;
}

struct vera_run *vera_run_find(const struct vera_run_set *set, size_t size)
{
    struct vera_run *run = set->root;
    if (largest(run) < size) {
        return NULL;
    }
    for (;;) {
        if (largest(run->left) >= size) {
            run = run->left;
        } else if (run->size >= size) {
            return run;
        } else {
            run = run->right;
        }
    }
}

static bool touches(const struct vera_run *one, const struct vera_run *other)
{
    return one->addr + one->size == other->addr || other->addr + other->size == one->addr;
}

/* On the way to a run's place in the tree lie its neighbours on both sides. */
static struct vera_run *neighbour(const struct vera_run_set *set, const struct vera_run *run)
{
    struct vera_run *other = set->root;
    while (other != NULL && !touches(other, run)) {
        other = run->addr < other->addr ? other->left : other->right;
    }
    return other;
}

struct vera_run *vera_run_join(struct vera_run_set *set, struct vera_run *run)
{
    struct vera_run *other = neighbour(set, run);
    if (other != NULL) {
        vera_run_remove(set, other);
        run->addr = other->addr < run->addr ? other->addr : run->addr;
        run->size += other->size;
    }
    return other;
}
