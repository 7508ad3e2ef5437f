/* A tree of three levels, whose nodes are made when they are first needed and
 * stay: a leaf of 32 KiB for each 16 MiB of addresses that were ever in use.
 */
#include "map.h"

#include "record.h"

#include <stdatomic.h>

#if UINTPTR_MAX > 0xFFFFFFFFu
#define ADDRESS_BITS 48u /* what systems give a program that asks for no more */
#define NODE_BITS 12u
#else
#define ADDRESS_BITS 32u
#define NODE_BITS 8u
#endif
#define ROOT_BITS (ADDRESS_BITS - VERA_MAP_GRAIN_BITS - 2 * NODE_BITS)

#define NODE_SIZE ((size_t)1 << NODE_BITS)
#define ROOT_SIZE ((size_t)1 << ROOT_BITS)

/* An entry's lowest bits tell a large block's record from a slab's, and from one of
 * check mode: records are aligned to a cache line. */
#define LARGE ((uintptr_t)1)
#define CHECKED ((uintptr_t)2)

struct leaf {
    _Atomic(uintptr_t) entries[NODE_SIZE];
};

struct branch {
    _Atomic(struct leaf *) leaves[NODE_SIZE];
};

static _Atomic(struct branch *) root[ROOT_SIZE];

static struct vera_lock lock = VERA_LOCK_INIT;
static void *spare; /* nodes that two threads made for one place, chained */

_Static_assert(sizeof(struct leaf) == sizeof(struct branch), "a spare node serves as either");
_Static_assert(sizeof(struct leaf) <= VERA_RECORD_MAX, "a node is a record");

static size_t in_root(uintptr_t addr)
{
    return addr >> (VERA_MAP_GRAIN_BITS + 2 * NODE_BITS);
}

static size_t in_branch(uintptr_t addr)
{
    return (addr >> (VERA_MAP_GRAIN_BITS + NODE_BITS)) & (NODE_SIZE - 1);
}

static size_t in_leaf(uintptr_t addr)
{
    return (addr >> VERA_MAP_GRAIN_BITS) & (NODE_SIZE - 1);
}

static struct leaf *leaf_of(uintptr_t addr)
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
    struct leaf *leaf = leaf_of((uintptr_t)addr);
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

static void *make_node(void)
{
    vera_lock_take(&lock);
    void *node = spare;
    if (node != NULL) {
        spare = *(void **)node;
        *(void **)node = NULL;
    }
    vera_lock_drop(&lock);
    return node != NULL ? node : vera_record_new(sizeof(struct leaf));
}

static void keep_node(void *node)
{
    vera_lock_take(&lock);
    *(void **)node = spare;
    spare = node;
    vera_lock_drop(&lock);
}

static struct branch *reach_branch(uintptr_t addr)
{
    _Atomic(struct branch *) *place = &root[in_root(addr)];
    struct branch *branch = atomic_load_explicit(place, memory_order_acquire);
    if (branch != NULL) {
        return branch;
    }
    struct branch *made = make_node();
    if (made == NULL || atomic_compare_exchange_strong(place, &branch, made)) {
        return made;
    }
    keep_node(made);
    return branch;
}

static struct leaf *reach_leaf(struct branch *branch, uintptr_t addr)
{
    _Atomic(struct leaf *) *place = &branch->leaves[in_branch(addr)];
    struct leaf *leaf = atomic_load_explicit(place, memory_order_acquire);
    if (leaf != NULL) {
        return leaf;
    }
    struct leaf *made = make_node();
    if (made == NULL || atomic_compare_exchange_strong(place, &leaf, made)) {
        return made;
    }
    keep_node(made);
    return leaf;
}

bool vera_map_reserve(const void *addr, size_t size)
{
    uintptr_t last = (uintptr_t)addr + size - 1;
    if (in_root(last) >= ROOT_SIZE) {
        return false;
    }
    uintptr_t leaf_span = VERA_MAP_GRAIN * NODE_SIZE;
    for (uintptr_t at = (uintptr_t)addr & ~(leaf_span - 1); at <= last; at += leaf_span) {
        struct branch *branch = reach_branch(at);
        if (branch == NULL || reach_leaf(branch, at) == NULL) {
            return false;
        }
    }
    return true;
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
