/* A tree of three levels. A leaf of 32 KiB covers 16 MiB of addresses; where a pointer has 32
 * bits, a leaf of 1 KiB covers 1 MiB. A leaf without reservations leaves the tree, and covers
 * other addresses next. A look-up of an address that is not in use may still see it in its old
 * place, and so find a record of another address; the caller must compare the addresses.
 */
#include "map.h"

#include "arena.h"
#include "leaf.h"

/* Systems give a program 48 bits of addresses, unless it asks for more. */
#define ADDRESS_BITS (sizeof(void *) > 4 ? 48u : 32u)
#define BRANCH_BITS VERA_LEAF_BITS
#define ROOT_BITS (ADDRESS_BITS - VERA_MAP_GRAIN_BITS - VERA_LEAF_BITS - BRANCH_BITS)

#define BRANCH_SIZE ((size_t)1 << BRANCH_BITS)
#define ROOT_SIZE ((size_t)1 << ROOT_BITS)

/* The lowest bit of an entry says whether it is a slab's record or a large block's. It is free
 * because records are aligned to words at least. */
#define LARGE ((uintptr_t)1)

struct branch {
    _Atomic(struct vera_leaf *) leaves[BRANCH_SIZE]; /* for look-ups, without a lock */
    struct vera_leaf_use *uses[BRANCH_SIZE];
};

static _Atomic(struct branch *) root[ROOT_SIZE];

/* Guards what follows, the uses in branches, and the leaves' lists. */
static struct vera_lock lock = VERA_LOCK_INIT;

/* Branches that a second thread made for one place; chained by their first word. */
static void *free_branches;

_Static_assert(sizeof(struct branch) <= VERA_ARENA_MAX, "a branch is a record");

static size_t in_root(uintptr_t addr)
{
    return addr >> (VERA_MAP_GRAIN_BITS + VERA_LEAF_BITS + BRANCH_BITS);
}

static size_t in_branch(uintptr_t addr)
{
    return (addr >> (VERA_MAP_GRAIN_BITS + VERA_LEAF_BITS)) & (BRANCH_SIZE - 1);
}

static size_t in_leaf(uintptr_t addr)
{
    return (addr >> VERA_MAP_GRAIN_BITS) & (VERA_LEAF_ENTRIES - 1);
}

static struct vera_leaf *leaf_of(uintptr_t addr)
{
    if (in_root(addr) >= ROOT_SIZE) {
        return NULL;
    }
    struct branch *branch = atomic_load_explicit(&root[in_root(addr)], memory_order_acquire);
    if (branch == NULL) {
        return NULL;
    }
    return atomic_load_explicit(&branch->leaves[in_branch(addr)], memory_order_acquire);
}

/* 0 where there is no entry. */
static uintptr_t entry_of(const void *addr)
{
    struct vera_leaf *leaf = leaf_of((uintptr_t)addr);
    return leaf == NULL ? 0
                        : atomic_load_explicit(&leaf->entries[in_leaf((uintptr_t)addr)],
                                               memory_order_acquire);
}

struct vera_map_entry vera_map_find(const void *addr)
{
    struct vera_map_entry found = {NULL, NULL};
    uintptr_t entry = entry_of(addr);
    if ((entry & LARGE) != 0) {
        found.large = (struct vera_large *)(entry - LARGE);
    } else {
        found.slab = (struct vera_slab *)entry;
    }
    return found;
}

static struct branch *take_branch(void)
{
    vera_lock(&lock);
    void *branch = free_branches;
    if (branch != NULL) {
        free_branches = *(void **)branch;
        *(void **)branch = NULL;
    }
    vera_unlock(&lock);
    return branch != NULL ? branch : vera_arena_take(sizeof(struct branch));
}

static void give_branch(void *branch)
{
    vera_lock(&lock);
    *(void **)branch = free_branches;
    free_branches = branch;
    vera_unlock(&lock);
}

static struct branch *reach_branch(uintptr_t addr)
{
    _Atomic(struct branch *) *place = &root[in_root(addr)];
    struct branch *branch = atomic_load_explicit(place, memory_order_acquire);
    if (branch != NULL) {
        return branch;
    }
    struct branch *made = take_branch();
    if (made == NULL || atomic_compare_exchange_strong(place, &branch, made)) {
        return made;
    }
    give_branch(made);
    return branch;
}

/* Puts a leaf in its place in a branch; null when there is none. The lock is held. */
static struct vera_leaf_use *enter_leaf(struct branch *branch, size_t place)
{
    struct vera_leaf_use *use = vera_leaf_take();
    if (use != NULL) {
        branch->uses[place] = use;
        atomic_store_explicit(&branch->leaves[place], use->leaf, memory_order_release);
    }
    return use;
}

static bool reserve_leaf(uintptr_t addr)
{
    struct branch *branch = reach_branch(addr);
    if (branch == NULL) {
        return false;
    }
    size_t place = in_branch(addr);
    for (;;) {
        vera_lock(&lock);
        struct vera_leaf_use *use = branch->uses[place];
        use = use != NULL ? use : enter_leaf(branch, place);
        if (use != NULL) {
            use->reserved++;
        }
        vera_unlock(&lock);
        if (use != NULL || !vera_leaf_make(&lock)) {
            return use != NULL;
        }
    }
}

/* With its last reservation, the leaf leaves the branch. */
static void unreserve_leaf(uintptr_t addr)
{
    struct branch *branch = atomic_load_explicit(&root[in_root(addr)], memory_order_acquire);
    size_t place = in_branch(addr);
    vera_lock(&lock);
    struct vera_leaf_use *use = branch->uses[place];
    use->reserved--;
    if (use->reserved == 0) {
        branch->uses[place] = NULL;
        atomic_store_explicit(&branch->leaves[place], NULL, memory_order_release);
        vera_leaf_give(use);
    }
    vera_unlock(&lock);
}

/* Bytes from an address to the next leaf: a count, and not an address, because the last leaf
 * may end with the last address of all. */
static size_t rest_of_leaf(uintptr_t addr)
{
    size_t covered = VERA_MAP_GRAIN * VERA_LEAF_ENTRIES;
    return covered - (addr & (covered - 1));
}

static void unreserve_leaves(uintptr_t addr, size_t size)
{
    for (size_t done = 0; done < size; done += rest_of_leaf(addr + done)) {
        unreserve_leaf(addr + done);
    }
}

bool vera_map_reserve(const void *addr, size_t size)
{
    uintptr_t start = (uintptr_t)addr;
    if (in_root(start + size - 1) >= ROOT_SIZE) {
        return false;
    }
    for (size_t done = 0; done < size; done += rest_of_leaf(start + done)) {
        if (!reserve_leaf(start + done)) {
            unreserve_leaves(start, done);
            return false;
        }
    }
    return true;
}

void vera_map_unreserve(const void *addr, size_t size)
{
    unreserve_leaves((uintptr_t)addr, size);
    vera_leaf_purge(&lock, VERA_LEAF_WARM);
}

void vera_map_purge(void)
{
    vera_leaf_purge(&lock, 0);
}

static void set(uintptr_t addr, uintptr_t entry)
{
    atomic_store_explicit(&leaf_of(addr)->entries[in_leaf(addr)], entry, memory_order_release);
}

void vera_map_set_slab(const void *addr, size_t size, struct vera_slab *slab)
{
    for (size_t offset = 0; offset < size; offset += VERA_MAP_GRAIN) {
        set((uintptr_t)addr + offset, (uintptr_t)slab);
    }
}

void vera_map_set_large(const void *addr, struct vera_large *large)
{
    set((uintptr_t)addr, large != NULL ? (uintptr_t)large + LARGE : 0);
}
