/* A tree of three levels: a leaf of 32 KiB for each 16 MiB of addresses that are in use.
 * A leaf leaves the tree when nothing in it is reserved any more, and serves elsewhere
 * next. Whoever looks an address up that is not in use may see it there: it finds a record
 * then that is of another address, and has to find out.
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

/* How much of a leaf is reserved. Apart from it, because its pages go when nothing is. */
struct use {
    struct leaf *leaf;
    size_t reserved;  /* reservations that touch it */
    struct use *next; /* among those that are not in use */
};

struct branch {
    _Atomic(struct leaf *) leaves[NODE_SIZE]; /* for whoever looks an address up */
    struct use *uses[NODE_SIZE];
};

static _Atomic(struct branch *) root[ROOT_SIZE];

/* Guards all of these, and the uses in branches. */
static struct vera_lock lock = VERA_LOCK_INIT;
static struct use *idle;    /* leaves in no branch: all entries are 0 */
static struct use *dropped; /* the same, and their pages went */
static struct use *blank;   /* for LEAVES leaves that there was no memory for */
static size_t idle_count;
static struct branch *spare; /* one that two threads made for one place */

#define BLOCK ((size_t)64 << 10) /* what the system gives at once, for so many leaves: */
#define LEAVES (BLOCK / sizeof(struct leaf))
#define IDLE_LEAVES 2u /* whose pages are kept for a while */

_Static_assert(sizeof(struct branch) <= VERA_RECORD_MAX, "a branch is a record");

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

static struct branch *make_branch(void)
{
    vera_lock_take(&lock);
    struct branch *branch = spare;
    spare = NULL;
    vera_lock_drop(&lock);
    return branch != NULL ? branch : vera_record_new(sizeof *branch);
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
    vera_lock_take(&lock);
    spare = made;
    vera_lock_drop(&lock);
    return branch;
}

static struct use *pop(struct use **list)
{
    struct use *use = *list;
    if (use != NULL) {
        *list = use->next;
    }
    return use;
}

static void push(struct use **list, struct use *use)
{
    use->next = *list;
    *list = use;
}

/* The lock is held. */
static struct use *take_leaf(void)
{
    struct use *use = pop(&idle);
    idle_count -= use != NULL;
    return use != NULL ? use : pop(&dropped);
}

static struct use *take_blank(void)
{
    vera_lock_take(&lock);
    struct use *uses = pop(&blank);
    vera_lock_drop(&lock);
    return uses != NULL ? uses : vera_record_new(LEAVES * sizeof *uses);
}

/* More leaves, without pages. False when there is no memory. */
static bool add_leaves(void)
{
    struct use *uses = take_blank();
    struct leaf *leaves = uses != NULL ? vera_system_fresh(BLOCK) : NULL;
    vera_lock_take(&lock);
    for (size_t i = 0; leaves != NULL && i < LEAVES; i++) {
        uses[i].leaf = &leaves[i];
        push(&dropped, &uses[i]);
    }
    if (leaves == NULL && uses != NULL) {
        push(&blank, uses);
    }
    vera_lock_drop(&lock);
    return leaves != NULL;
}

/* Makes a leaf serve a place in a branch; null when there is none. The lock is held. */
static struct use *enter_leaf(struct branch *branch, size_t place)
{
    struct use *use = take_leaf();
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
        struct use *use = branch->uses[place];
        use = use != NULL ? use : enter_leaf(branch, place);
        if (use != NULL) {
            use->reserved++;
        }
        vera_lock_drop(&lock);
        if (use != NULL || !add_leaves()) {
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
    struct use *use = branch->uses[place];
    use->reserved--;
    if (use->reserved == 0) {
        branch->uses[place] = NULL;
        atomic_store_explicit(&branch->leaves[place], NULL, memory_order_release);
        push(&idle, use);
        idle_count++;
    }
    vera_lock_drop(&lock);
}

static bool drop_leaf(const struct use *use)
{
    return sizeof(struct leaf) % vera_system_page() == 0 &&
           vera_system_drop(use->leaf, sizeof(struct leaf));
}

/* Gives the pages of idle leaves back, but those of `most`, while the system lets it. */
static void drop_idle(size_t most)
{
    bool done = true;
    vera_lock_take(&lock);
    while (done && idle_count > most) {
        struct use *use = take_leaf();
        vera_lock_drop(&lock);
        done = drop_leaf(use);
        vera_lock_take(&lock);
        push(done ? &dropped : &idle, use);
        idle_count += !done;
    }
    vera_lock_drop(&lock);
}

/* Of the leaf that covers an address, and of the next one. */
static uintptr_t start_of_leaf(uintptr_t addr)
{
    return addr & ~(VERA_MAP_GRAIN * NODE_SIZE - 1);
}

static uintptr_t next_leaf(uintptr_t addr)
{
    return start_of_leaf(addr) + VERA_MAP_GRAIN * NODE_SIZE;
}

static void release_leaves(uintptr_t addr, uintptr_t end)
{
    for (; addr < end; addr = next_leaf(addr)) {
        release_leaf(addr);
    }
}

bool vera_map_reserve(const void *addr, size_t size)
{
    uintptr_t start = (uintptr_t)addr;
    uintptr_t end = start + size;
    if (in_root(end - 1) >= ROOT_SIZE) {
        return false;
    }
    for (uintptr_t at = start; at < end; at = next_leaf(at)) {
        if (!reserve_leaf(at)) {
            release_leaves(start, at);
            return false;
        }
    }
    return true;
}

void vera_map_release(const void *addr, size_t size)
{
    release_leaves((uintptr_t)addr, (uintptr_t)addr + size);
    drop_idle(IDLE_LEAVES);
}

void vera_map_purge(void)
{
    drop_idle(0);
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
