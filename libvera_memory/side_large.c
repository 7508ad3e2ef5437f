/* A table of addresses. The entry of a freed block serves another one: what a child finds in it is
 * one address or the other.
 */
#include "side_large.h"

#include "child.h"
#include "system.h"
#include "trail.h"

struct entry {
    _Atomic(uintptr_t) block; /* 0: free */
    atomic_uint generation;   /* of the process that took it */
    char *mapping;
    size_t mapped;
    struct vera_large_form form;
};
#define CLAIMED ((uintptr_t)1) /* as an address: some thread maps the block, or unmaps it */

#define ENTRIES ((VERA_TRAIL_PART - sizeof(struct vera_trail_part)) / sizeof(struct entry))
struct part {
    struct vera_trail_part link;
    struct entry entries[ENTRIES];
};

static struct vera_trail trail = VERA_TRAIL_INIT;

/* The first entry of a part with an address, which may become that of a block. */
static struct entry *find_in(struct part *part, uintptr_t block)
{
    for (size_t i = 0; i < ENTRIES; i++) {
        if (atomic_load_explicit(&part->entries[i].block, memory_order_acquire) == block) {
            return &part->entries[i];
        }
    }
    return NULL;
}

static struct entry *find(uintptr_t block)
{
    struct entry *entry = NULL;
    for (struct part *part = vera_trail_oldest(&trail); part != NULL && entry == NULL;
         part = vera_trail_next(&part->link)) {
        entry = find_in(part, block);
    }
    return entry;
}

/* A free entry, claimed. Null when there is none. */
static struct entry *take_free_entry(void)
{
    vera_lock(&trail.lock);
    struct entry *entry = find(0);
    if (entry != NULL) {
        atomic_store_explicit(&entry->block, CLAIMED, memory_order_relaxed);
    }
    vera_unlock(&trail.lock);
    return entry;
}

/* The same. Null when there is no memory. */
static struct entry *take_entry(void)
{
    struct entry *entry = take_free_entry();
    while (entry == NULL) {
        struct part *part = vera_trail_new_part();
        if (part == NULL) {
            return NULL;
        }
        vera_trail_append(&trail, &part->link);
        entry = take_free_entry();
    }
    return entry;
}

static void *map_aligned(struct entry *entry, size_t room, size_t align)
{
    entry->mapping = vera_system_map(room);
    entry->mapped = room;
    uintptr_t start = ((uintptr_t)entry->mapping + align - 1) & ~(uintptr_t)(align - 1);
    return entry->mapping != NULL ? (void *)start : NULL;
}

void *vera_side_large_take(size_t size, size_t align)
{
    size_t page = vera_system_page();
    size_t more = align > page ? align - page : 0; /* so that an aligned block is somewhere in it */
    size_t room = vera_system_in_pages(size) + more;
    if (align > VERA_SYSTEM_MOST_ALIGN || room < size || room > PTRDIFF_MAX) {
        return NULL;
    }
    struct entry *entry = take_entry();
    if (entry == NULL) {
        return NULL;
    }
    void *block = map_aligned(entry, room, align > page ? align : page);
    entry->form = (struct vera_large_form){size, align};
    atomic_store_explicit(&entry->generation, vera_child_generation(), memory_order_relaxed);
    atomic_store_explicit(&entry->block, (uintptr_t)block, memory_order_release);
    return block;
}

static bool is_own(struct entry *entry)
{
    return atomic_load_explicit(&entry->generation, memory_order_relaxed) ==
           vera_child_generation();
}

static struct entry *find_block(const void *block)
{
    return (uintptr_t)block > CLAIMED ? find((uintptr_t)block) : NULL;
}

enum vera_side_large vera_side_large_find(const void *block)
{
    struct entry *entry = find_block(block);
    return entry == NULL   ? VERA_SIDE_LARGE_NONE
           : is_own(entry) ? VERA_SIDE_LARGE_OWN
                           : VERA_SIDE_LARGE_PARENTS;
}

/* Claims the block, so that nobody else frees it, if it has that form. */
static struct entry *claim(const void *block, size_t size, size_t align,
                           struct vera_large_form *actual)
{
    vera_lock(&trail.lock);
    struct entry *entry = find_block(block);
    *actual = entry != NULL && is_own(entry) ? entry->form : (struct vera_large_form){0, 0};
    bool sound = actual->size == size && actual->align == align;
    if (sound) {
        atomic_store_explicit(&entry->block, CLAIMED, memory_order_relaxed);
    }
    vera_unlock(&trail.lock);
    return sound ? entry : NULL;
}

bool vera_side_large_give(const void *block, size_t size, size_t align,
                          struct vera_large_form *actual)
{
    struct entry *entry = claim(block, size, align, actual);
    /* If the system refuses, the mapping stays, and the entry with it. */
    if (entry != NULL && vera_system_unmap(entry->mapping, entry->mapped)) {
        atomic_store_explicit(&entry->block, 0, memory_order_release);
    }
    return entry != NULL;
}

void vera_side_large_begin_child(void)
{
    vera_trail_begin_child(&trail);
}
