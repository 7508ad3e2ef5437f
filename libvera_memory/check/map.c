/* A tree of nodes, three levels of 32 KiB, or two of 4 KiB where a pointer has 32 bits. A node
 * stays where it is: so a look-up needs no lock, and sees nothing that was of another address.
 */
#include "check/map.h"

#include "pool.h"

#include <stdatomic.h>

/* Systems give a program 48 bits of addresses, unless it asks for more. */
#define ADDRESS_BITS (sizeof(void *) > 4 ? 48u : 32u)
#define NODE_BITS (sizeof(void *) > 4 ? 12u : 10u)
#define NODE_ENTRIES ((size_t)1 << NODE_BITS)

#define GROUP ((uintptr_t)1) /* in an entry; free because records are aligned to words */

struct node {
    _Atomic(uintptr_t) entries[sizeof(void *) > 4 ? 1u << 12 : 1u << 10];
};

static struct vera_pool nodes = VERA_POOL(sizeof(struct node));

static _Atomic(uintptr_t) root;

static bool is_in_reach(uintptr_t addr)
{
    return (uint64_t)addr >> ADDRESS_BITS == 0;
}

static struct node *make_node(_Atomic(uintptr_t) *place)
{
    struct node *made = vera_pool_take(&nodes);
    uintptr_t seen = 0;
    if (made == NULL || atomic_compare_exchange_strong(place, &seen, (uintptr_t)made)) {
        return made;
    }
    vera_pool_give(&nodes, made); /* another thread was first */
    return (struct node *)seen;
}

/* The place of an address's entry; null where there is none, unless missing nodes are made. */
static inline _Atomic(uintptr_t) *place_of(uintptr_t addr, bool make)
{
    _Atomic(uintptr_t) *place = &root;
#pragma GCC unroll 3
    for (unsigned shift = ADDRESS_BITS - NODE_BITS; shift >= VERA_CHECK_GRAIN_BITS;
         shift -= NODE_BITS) {
        struct node *node = (struct node *)atomic_load_explicit(place, memory_order_acquire);
        if (make && node == NULL) {
            node = make_node(place);
        }
        if (node == NULL) {
            return NULL;
        }
        place = &node->entries[(addr >> shift) & (NODE_ENTRIES - 1)];
    }
    return place;
}

struct vera_check_entry vera_check_map_find(const void *addr)
{
    struct vera_check_entry found = {NULL, NULL};
    bool in_reach = is_in_reach((uintptr_t)addr);
    _Atomic(uintptr_t) *place = in_reach ? place_of((uintptr_t)addr, false) : NULL;
    uintptr_t entry = place != NULL ? atomic_load_explicit(place, memory_order_acquire) : 0;
    if ((entry & GROUP) != 0) {
        found.group = (struct vera_group *)(entry - GROUP);
    } else {
        found.record = (struct vera_check_record *)entry;
    }
    return found;
}

size_t vera_check_map_gap(const void *addr)
{
    uintptr_t start = (uintptr_t)addr;
    unsigned shift = ADDRESS_BITS;
    uintptr_t entry = atomic_load_explicit(&root, memory_order_acquire);
    if (!is_in_reach(start)) {
        return SIZE_MAX;
    }
    while (shift > VERA_CHECK_GRAIN_BITS && entry != 0) {
        struct node *node = (struct node *)entry;
        shift -= NODE_BITS;
        entry = atomic_load_explicit(&node->entries[(start >> shift) & (NODE_ENTRIES - 1)],
                                     memory_order_acquire);
    }
    uint64_t covered = UINT64_C(1) << shift; /* by the entry that is missing */
    uint64_t rest = covered - (start & (covered - 1));
    return rest < SIZE_MAX ? (size_t)rest : SIZE_MAX;
}

bool vera_check_map_reserve(const void *addr, size_t size)
{
    size_t covered = VERA_CHECK_GRAIN * NODE_ENTRIES; /* by a node of the last level */
    size_t before = (uintptr_t)addr & (covered - 1);
    if (!is_in_reach((uintptr_t)addr + size - 1)) {
        return false;
    }
    for (size_t offset = 0; offset < before + size; offset += covered) {
        if (place_of((uintptr_t)addr - before + offset, true) == NULL) {
            return false;
        }
    }
    return true;
}

static void set(const void *addr, size_t size, uintptr_t entry)
{
    for (size_t offset = 0; offset < size; offset += VERA_CHECK_GRAIN) {
        atomic_store_explicit(place_of((uintptr_t)addr + offset, false), entry,
                              memory_order_release);
    }
}

void vera_check_map_set_record(const void *addr, size_t size, struct vera_check_record *record)
{
    set(addr, size, (uintptr_t)record);
}

void vera_check_map_set_group(const void *addr, size_t size, struct vera_group *group)
{
    set(addr, size, group != NULL ? (uintptr_t)group + GROUP : 0);
}
