/* A tree of three levels. A leaf of 32 KiB covers 16 MiB of addresses; where a pointer has 32
 * bits, a leaf of 1 KiB covers 1 MiB. A leaf without reservations leaves the tree, and covers
 * other addresses next. A look-up of an address that is not in use may still see it in its old
 * place, and so find a record of another address; the caller must compare the addresses.
 */
#include "map.h"

#include "class.h"
#include "pool.h"

/* Systems give a program 48 bits of addresses, unless it asks for more. */
#define ADDRESS_BITS (sizeof(void *) > 4 ? 48u : 32u)

#define LEAF_BITS VERA_MAP_LEAF_BITS
#define BRANCH_BITS LEAF_BITS
#define ROOT_BITS (ADDRESS_BITS - VERA_MAP_GRAIN_BITS - LEAF_BITS - BRANCH_BITS)

#define BRANCH_SIZE ((size_t)1 << BRANCH_BITS)
#define ROOT_SIZE ((size_t)1 << ROOT_BITS)

_Static_assert(VERA_CLASS_COUNT + 1 < VERA_MAP_LARGE, "each class has a tag");
_Static_assert(sizeof(void *) > 4 || VERA_ARENA_LINE >= VERA_MAP_TAGS, "tags are low bits");

struct branch {
    _Atomic(struct vera_map_leaf *) leaves[BRANCH_SIZE];
    uint32_t reserved[BRANCH_SIZE]; /* reservations that touch each leaf */
};

struct root {
    _Atomic(struct branch *) branches[ROOT_SIZE];
};

static struct vera_pool roots = VERA_POOL(sizeof(struct root));
static struct vera_pool branches = VERA_POOL(sizeof(struct branch));
static struct vera_pool leaves = VERA_POOL(sizeof(struct vera_map_leaf));

_Static_assert(sizeof(struct branch) <= VERA_POOL_MAX, "a branch is a record");

static _Atomic(struct root *) root; /* null until the first reservation */

/* Guards the counts of reservations, and which leaf covers what. */
static struct vera_lock lock = VERA_LOCK_INIT;

/* A leaf that is in no branch, or null. A program that has one large block at a time needs it
 * again each time. */
static struct vera_map_leaf *spare;

static size_t in_root(uintptr_t addr)
{
    return addr >> (VERA_MAP_GRAIN_BITS + LEAF_BITS + BRANCH_BITS);
}

static size_t in_branch(uintptr_t addr)
{
    return (addr >> (VERA_MAP_GRAIN_BITS + LEAF_BITS)) & (BRANCH_SIZE - 1);
}

static size_t in_leaf(uintptr_t addr)
{
    return (addr >> VERA_MAP_GRAIN_BITS) & (VERA_MAP_LEAF - 1);
}

static struct branch *branch_of(uintptr_t addr)
{
    struct root *known = atomic_load_explicit(&root, memory_order_acquire);
    return known != NULL && in_root(addr) < ROOT_SIZE
               ? atomic_load_explicit(&known->branches[in_root(addr)], memory_order_acquire)
               : NULL;
}

static struct vera_map_leaf *leaf_of(uintptr_t addr)
{
    struct branch *branch = branch_of(addr);
    return branch != NULL
               ? atomic_load_explicit(&branch->leaves[in_branch(addr)], memory_order_acquire)
               : NULL;
}

/* 0 where there is no entry. */
static uintptr_t entry_of(const void *addr)
{
    struct vera_map_leaf *leaf = leaf_of((uintptr_t)addr);
    return leaf == NULL ? 0
                        : atomic_load_explicit(&leaf->entries[in_leaf((uintptr_t)addr)],
                                               memory_order_acquire);
}

struct vera_map_entry vera_map_find(const void *addr)
{
    uintptr_t entry = entry_of(addr);
    bool large = vera_map_tag(entry) == VERA_MAP_LARGE;
    void *record = vera_map_record(entry);
    return (struct vera_map_entry){large ? NULL : record, large ? record : NULL};
}

struct vera_map_near vera_map_go(const void *addr)
{
    const struct vera_map_leaf *leaf = leaf_of((uintptr_t)addr);
    uintptr_t number = (uintptr_t)addr >> VERA_MAP_GRAIN_BITS >> LEAF_BITS;
    return leaf != NULL ? (struct vera_map_near){number, leaf} : VERA_MAP_NOWHERE;
}

/* The root; made at the first call. Null when there is no memory. */
static struct root *reach_root(void)
{
    struct root *known = atomic_load_explicit(&root, memory_order_acquire);
    if (known != NULL) {
        return known;
    }
    struct root *made = vera_pool_take(&roots);
    if (made == NULL || atomic_compare_exchange_strong(&root, &known, made)) {
        return made;
    }
    vera_pool_give(&roots, made);
    return known;
}

static struct branch *reach_branch(uintptr_t addr)
{
    struct root *above = reach_root();
    if (above == NULL) {
        return NULL;
    }
    _Atomic(struct branch *) *place = &above->branches[in_root(addr)];
    struct branch *branch = atomic_load_explicit(place, memory_order_acquire);
    if (branch != NULL) {
        return branch;
    }
    struct branch *made = vera_pool_take(&branches);
    if (made == NULL || atomic_compare_exchange_strong(place, &branch, made)) {
        return made;
    }
    vera_pool_give(&branches, made);
    return branch;
}

/* Counts a reservation. The first one takes the spare leaf; false when there is none. The lock
 * is held. */
static bool count_in(struct branch *branch, size_t place)
{
    if (branch->reserved[place] == 0) {
        if (spare == NULL) {
            return false;
        }
        atomic_store_explicit(&branch->leaves[place], spare, memory_order_release);
        spare = NULL;
    }
    branch->reserved[place]++;
    return true;
}

/* Makes a leaf the spare one, and returns null; or the leaf, if there is one already. The lock is
 * held. */
static struct vera_map_leaf *keep(struct vera_map_leaf *leaf)
{
    if (spare != NULL) {
        return leaf;
    }
    spare = leaf;
    return NULL;
}

static void give(struct vera_map_leaf *leaf)
{
    if (leaf != NULL) {
        vera_pool_give(&leaves, leaf);
    }
}

static bool reserve_leaf(uintptr_t addr)
{
    struct branch *branch = reach_branch(addr);
    struct vera_map_leaf *leaf = NULL;
    bool reserved = false;
    if (branch == NULL) {
        return false;
    }
    do {
        vera_lock(&lock);
        leaf = keep(leaf);
        reserved = count_in(branch, in_branch(addr));
        vera_unlock(&lock);
        give(leaf); /* another thread was first */
    } while (!reserved && (leaf = vera_pool_take(&leaves)) != NULL);
    return reserved;
}

/* With its last reservation, the leaf leaves the branch. Its entries are all 0 then. */
static void unreserve_leaf(uintptr_t addr)
{
    struct branch *branch = branch_of(addr);
    size_t place = in_branch(addr);
    struct vera_map_leaf *unused = NULL;
    vera_lock(&lock);
    branch->reserved[place]--;
    if (branch->reserved[place] == 0) {
        unused = keep(atomic_exchange(&branch->leaves[place], NULL));
    }
    vera_unlock(&lock);
    give(unused);
}

/* Bytes from an address to the next leaf: a count, and not an address, because the last leaf
 * may end with the last address of all. */
static size_t rest_of_leaf(uintptr_t addr)
{
    size_t covered = VERA_MAP_GRAIN * VERA_MAP_LEAF;
    return covered - (addr & (covered - 1));
}

void vera_map_unreserve(const void *addr, size_t size)
{
    uintptr_t start = (uintptr_t)addr;
    for (size_t done = 0; done < size; done += rest_of_leaf(start + done)) {
        unreserve_leaf(start + done);
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
            vera_map_unreserve(addr, done);
            return false;
        }
    }
    return true;
}

static void set(uintptr_t addr, const void *record, uintptr_t tag)
{
    uintptr_t entry = record != NULL ? ((uintptr_t)record << VERA_MAP_SHIFT) + tag : 0;
    atomic_store_explicit(&leaf_of(addr)->entries[in_leaf(addr)], entry, memory_order_release);
}

void vera_map_set_slab(const void *addr, size_t size, struct vera_slab *slab, unsigned class)
{
    for (size_t offset = 0; offset < size; offset += VERA_MAP_GRAIN) {
        set((uintptr_t)addr + offset, slab, class + 1);
    }
}

void vera_map_set_large(const void *addr, struct vera_large *large)
{
    set((uintptr_t)addr, large, VERA_MAP_LARGE);
}
