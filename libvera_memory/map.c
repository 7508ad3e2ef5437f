/* A tree of three levels: a leaf of 32 KiB for each 16 MiB of addresses that are in use;
 * where a pointer has 32 bits, one of 1 KiB for each 1 MiB. A leaf leaves the tree when nothing in
 * it is reserved any more, and serves elsewhere next. Whoever looks an address up that is not in
 * use may see it there: it finds a record then that is of another address, and has to find out.
 */
#include "map.h"

#include "leaf.h"
#include "record.h"

/* Systems give a program 48 bits of addresses that asks for no more. */
#define ADDRESS_BITS (sizeof(void *) > 4 ? 48u : 32u)
#define BRANCH_BITS VERA_LEAF_BITS
#define ROOT_BITS (ADDRESS_BITS - VERA_MAP_GRAIN_BITS - VERA_LEAF_BITS - BRANCH_BITS)

#define BRANCH_SIZE ((size_t)1 << BRANCH_BITS)
#define ROOT_SIZE ((size_t)1 << ROOT_BITS)

/* An entry's lowest bits tell a large block's record from a slab's, and from one of
 * check mode: records are aligned to words at least. */
#define LARGE ((uintptr_t)1)
#define CHECKED ((uintptr_t)2)

struct branch {
    _Atomic(struct vera_leaf *) leaves[BRANCH_SIZE]; /* for whoever looks an address up */
    struct vera_leaf_use *uses[BRANCH_SIZE];
};

static _Atomic(struct branch *) root[ROOT_SIZE];

/* Guards all of these, and the uses in branches. */
static struct vera_lock lock = VERA_LOCK_INIT;
static void *spare; /* branches that two threads made for one place, chained by their first word */

_Static_assert(sizeof(struct branch) <= VERA_RECORD_MAX, "a branch is a record");

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

/* 0 where nothing was ever entered. */
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

struct vera_checked *vera_map_find_checked(const void *addr, struct vera_slab **slab)
{
    uintptr_t entry = entry_of(addr);
    bool is_checked = (entry & CHECKED) != 0;
    *slab = is_checked ? NULL : (struct vera_slab *)entry;
    return is_checked ? (struct vera_checked *)(entry - CHECKED) : NULL;
}

static struct branch *make_branch(void)
{
    vera_lock_take(&lock);
    void *branch = spare;
    if (branch != NULL) {
        spare = *(void **)branch;
        *(void **)branch = NULL;
    }
    vera_lock_drop(&lock);
    return branch != NULL ? branch : vera_record_new(sizeof(struct branch));
}

static void keep_branch(void *branch)
{
    vera_lock_take(&lock);
    *(void **)branch = spare;
    spare = branch;
    vera_lock_drop(&lock);
}

static struct branch *reach_branch(uintptr_t addr)
{
    _Atomic(struct branch *) *place = &root[in_root(addr)];
    struct branch *branch = atomic_load_explicit(place, memory_order_acquire);
    if (branch != NULL) {
        return branch;
    }
    struct branch *made = make_branch();
    if (made == NULL || atomic_compare_exchange_strong(place, &branch, made)) {
        return made;
    }
    keep_branch(made);
    return branch;
}

/* Makes a leaf serve a place in a branch; null when there is none. The lock is held. */
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
        vera_lock_take(&lock);
        struct vera_leaf_use *use = branch->uses[place];
        use = use != NULL ? use : enter_leaf(branch, place);
        if (use != NULL) {
            use->reserved++;
        }
        vera_lock_drop(&lock);
        if (use != NULL || !vera_leaf_make(&lock)) {
            return use != NULL;
        }
    }
}

/* Takes the leaf out of the branch with its last reservation. */
static void release_leaf(uintptr_t addr)
{
    struct branch *branch = atomic_load_explicit(&root[in_root(addr)], memory_order_acquire);
    size_t place = in_branch(addr);
    vera_lock_take(&lock);
    struct vera_leaf_use *use = branch->uses[place];
    use->reserved--;
    if (use->reserved == 0) {
        branch->uses[place] = NULL;
        atomic_store_explicit(&branch->leaves[place], NULL, memory_order_release);
        vera_leaf_give(use);
    }
    vera_lock_drop(&lock);
}

/* Bytes from an address to the next leaf. They are what is counted, because the last
 * leaf may end with the last address there is. */
static size_t rest_of_leaf(uintptr_t addr)
{
    size_t covered = VERA_MAP_GRAIN * VERA_LEAF_ENTRIES;
    return covered - (addr & (covered - 1));
}

static void release_leaves(uintptr_t addr, size_t size)
{
    for (size_t done = 0; done < size; done += rest_of_leaf(addr + done)) {
        release_leaf(addr + done);
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
            release_leaves(start, done);
            return false;
        }
    }
    return true;
}

void vera_map_release(const void *addr, size_t size)
{
    release_leaves((uintptr_t)addr, size);
    vera_leaf_drop_idle(&lock, VERA_LEAF_IDLE);
}

void vera_map_purge(void)
{
    vera_leaf_drop_idle(&lock, 0);
}

static void set(uintptr_t addr, uintptr_t entry)
{
    atomic_store_explicit(&leaf_of(addr)->entries[in_leaf(addr)], entry, memory_order_release);
}

static void set_all(const void *addr, size_t size, uintptr_t entry)
{
    for (size_t offset = 0; offset < size; offset += VERA_MAP_GRAIN) {
        set((uintptr_t)addr + offset, entry);
    }
}

void vera_map_set_slab(const void *addr, size_t size, struct vera_slab *slab)
{
    set_all(addr, size, (uintptr_t)slab);
}

void vera_map_set_checked(const void *addr, size_t size, struct vera_checked *checked)
{
    set_all(addr, size, checked != NULL ? (uintptr_t)checked + CHECKED : 0);
}

void vera_map_set_large(const void *addr, struct vera_large *large)
{
    set((uintptr_t)addr, large != NULL ? (uintptr_t)large + LARGE : 0);
}

void vera_map_each_lock(void (*act)(struct vera_lock *))
{
    act(&lock);
}
