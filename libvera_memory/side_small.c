/* Regions of 1 MiB, cut into spans that serve a class each. It is a small heap for a short time, so
 * what is looked for is looked for from the start.
 *
 * Some spans are reserved before a fork. If more are needed, because threads use many classes, or
 * because none but the forking one had come to the library before, a region is added during the
 * fork, and the child may not find it: its blocks are foreign there, which matters only if the
 * program took their addresses into the child without a lock or a join.
 */
#include "side_small.h"

#include "child.h"
#include "class.h"
#include "system.h"
#include "trail.h"

#define REGION ((size_t)1 << 20)
#define SPAN ((size_t)64 << 10)
#define SPANS (REGION / SPAN)
#define RESERVE (SPANS / 2)
#define WORD 64u
#define MOST_SLOTS (SPAN / VERA_CLASS_MIN_ALIGN)

struct span {
    unsigned class;
    unsigned live;                    /* blocks; while there are none, another class may come */
    bool begun;                       /* it has had blocks */
    uint64_t used[MOST_SLOTS / WORD]; /* a bit for each slot */
};

struct region {
    struct vera_trail_part link;
    _Atomic(char *) start; /* null while the region is released */
    unsigned generation;   /* of the process that mapped it */
    struct span spans[SPANS];
};

static struct vera_trail trail = VERA_TRAIL_INIT;

static char *start_of(const struct region *region)
{
    return atomic_load_explicit(&region->start, memory_order_relaxed);
}

static bool is_own(const struct region *region)
{
    return region->generation == vera_child_generation();
}

_Static_assert(sizeof(struct region) <= VERA_TRAIL_PART, "a part has room for a region's records");

/* A released region is mapped again; false when there is none. */
static bool put(char *start)
{
    vera_lock(&trail.lock);
    struct region *region = vera_trail_oldest(&trail);
    while (region != NULL && (!is_own(region) || start_of(region) != NULL)) {
        region = vera_trail_next(&region->link);
    }
    if (region != NULL) {
        atomic_store_explicit(&region->start, start, memory_order_release);
    }
    vera_unlock(&trail.lock);
    return region != NULL;
}

/* False when there is no memory. */
static bool add_region(void)
{
    char *start = vera_system_map(REGION);
    if (start == NULL || put(start)) {
        return start != NULL;
    }
    struct region *region = vera_trail_new_part();
    if (region == NULL) {
        vera_system_unmap(start, REGION);
        return false;
    }
    region->generation = vera_child_generation();
    atomic_store_explicit(&region->start, start, memory_order_relaxed);
    vera_trail_append(&trail, &region->link);
    return true;
}

static unsigned slots_of(unsigned class)
{
    return (unsigned)(SPAN / vera_class_size(class));
}

/* A span of a class with a free slot; or one that may become that. */
static bool has_slot(const struct span *span, unsigned class)
{
    return span->begun && span->class == class && span->live < slots_of(class);
}

static bool is_empty(const struct span *span, unsigned class)
{
    (void)class;
    return span->live == 0;
}

static struct span *find_span(unsigned class, bool (*serves)(const struct span *, unsigned),
                              char **start)
{
    struct region *region = vera_trail_oldest(&trail);
    for (; region != NULL; region = vera_trail_next(&region->link)) {
        for (size_t i = 0; i < SPANS && is_own(region) && start_of(region) != NULL; i++) {
            if (serves(&region->spans[i], class)) {
                *start = start_of(region) + i * SPAN;
                return &region->spans[i];
            }
        }
    }
    return NULL;
}

/* Null when the regions are full. The lock is held. */
static void *take_slot(unsigned class)
{
    char *start;
    struct span *span = find_span(class, has_slot, &start);
    span = span != NULL ? span : find_span(class, is_empty, &start);
    if (span == NULL) {
        return NULL;
    }
    span->class = class;
    span->begun = true;
    span->live++;
    size_t word = 0;
    while (~span->used[word] == 0) {
        word++;
    }
    unsigned bit = (unsigned)__builtin_ctzll(~span->used[word]);
    span->used[word] |= (uint64_t)1 << bit;
    return start + (word * WORD + bit) * vera_class_size(class);
}

void *vera_side_small_take(unsigned class)
{
    void *block;
    do {
        vera_lock(&trail.lock);
        block = take_slot(class);
        vera_unlock(&trail.lock);
    } while (block == NULL && add_region());
    return block;
}

static bool has(const struct region *region, const void *addr)
{
    char *start = start_of(region);
    return start != NULL && (uintptr_t)addr - (uintptr_t)start < REGION;
}

/* The region around an address, which may be anything. */
static struct region *find_region(const void *addr)
{
    struct region *region = vera_trail_oldest(&trail);
    while (region != NULL && !has(region, addr)) {
        region = vera_trail_next(&region->link);
    }
    return region;
}

/* The span around an address, and the offset in it. Null if it has had no blocks, or the region
 * was released meanwhile. The lock is held. */
static struct span *span_at(struct region *region, const void *addr, size_t *offset)
{
    if (!has(region, addr)) {
        return NULL;
    }
    size_t from_start = (size_t)((const char *)addr - start_of(region));
    struct span *span = &region->spans[from_start / SPAN];
    *offset = from_start % SPAN;
    return span->begun ? span : NULL;
}

/* The lock is held. */
static enum vera_misuse give_slot(struct span *span, size_t offset, unsigned class)
{
    size_t slot = offset / vera_class_size(class);
    uint64_t bit = (uint64_t)1 << slot % WORD;
    if (span->class != class) {
        return VERA_MISUSE_CLASS;
    }
    if (offset % vera_class_size(class) != 0 || slot >= slots_of(class)) {
        return VERA_MISUSE_INTERIOR;
    }
    if ((span->used[slot / WORD] & bit) == 0) {
        return VERA_MISUSE_DOUBLE;
    }
    span->used[slot / WORD] &= ~bit;
    span->live--;
    return VERA_MISUSE_NONE;
}

enum vera_misuse vera_side_small_give(const void *block, unsigned class, unsigned *actual)
{
    struct region *region = find_region(block);
    if (region == NULL) {
        return VERA_MISUSE_FOREIGN;
    }
    if (!is_own(region)) {
        return VERA_MISUSE_NONE;
    }
    size_t offset;
    enum vera_misuse misuse = VERA_MISUSE_FOREIGN;
    vera_lock(&trail.lock);
    struct span *span = span_at(region, block, &offset);
    if (span != NULL) {
        *actual = span->class;
        misuse = give_slot(span, offset, class);
    }
    vera_unlock(&trail.lock);
    return misuse;
}

unsigned vera_side_small_class(const void *addr)
{
    struct region *region = find_region(addr);
    if (region == NULL) {
        return VERA_CLASS_LARGE;
    }
    size_t offset;
    vera_lock(&trail.lock);
    const struct span *span = span_at(region, addr, &offset);
    unsigned class = span != NULL ? span->class : VERA_CLASS_LARGE;
    vera_unlock(&trail.lock);
    return class;
}

bool vera_side_small_has(const void *addr)
{
    return find_region(addr) != NULL;
}

bool vera_side_small_is_parents(const void *addr)
{
    const struct region *region = find_region(addr);
    return region != NULL && !is_own(region);
}

/* In one region, so that there are not more of them after each fork. */
static bool has_reserve(const struct region *region)
{
    size_t empty = 0;
    for (size_t i = 0; i < SPANS; i++) {
        empty += region->spans[i].live == 0;
    }
    return is_own(region) && start_of(region) != NULL && empty >= RESERVE;
}

bool vera_side_small_reserve(void)
{
    vera_lock(&trail.lock);
    struct region *region = vera_trail_oldest(&trail);
    while (region != NULL && !has_reserve(region)) {
        region = vera_trail_next(&region->link);
    }
    vera_unlock(&trail.lock);
    return region != NULL || add_region();
}

static bool has_blocks(const struct region *region)
{
    size_t live = 0;
    for (size_t i = 0; i < SPANS; i++) {
        live += region->spans[i].live;
    }
    return live > 0;
}

/* Where a region was that has no blocks, and from now on is not. Null if it has some. */
static char *take_start(struct region *region)
{
    vera_lock(&trail.lock);
    char *start = is_own(region) && !has_blocks(region) ? start_of(region) : NULL;
    if (start != NULL) {
        atomic_store_explicit(&region->start, NULL, memory_order_relaxed);
        for (size_t i = 0; i < SPANS; i++) {
            region->spans[i].begun = false;
        }
    }
    vera_unlock(&trail.lock);
    return start;
}

void vera_side_small_release(void)
{
    struct region *region = vera_trail_oldest(&trail);
    for (; region != NULL; region = vera_trail_next(&region->link)) {
        char *start = take_start(region);
        if (start != NULL && !vera_system_unmap(start, REGION)) {
            put(start);
            return;
        }
    }
}

void vera_side_small_begin_child(void)
{
    vera_trail_begin_child(&trail);
}
