/* Records of large blocks, and the runs under them.
 *
 * The memory of a record holds nothing but records of large blocks for good, so whoever
 * finds one in the page map may read it. A free claims it by setting a bit in its address, which
 * one thread alone can do.
 */
#include "large.h"

#include "class.h"
#include "map.h"
#include "misuse.h"
#include "region.h"
#include "slab.h"

#include <stdatomic.h>
#include <vera/sys.h>

struct vera_large {
    struct vera_region_tag tag;
    _Atomic(uintptr_t) block; /* its address; the lowest bit is 1 while nobody has it */
    size_t size;
    size_t align;
};

#define FREE ((uintptr_t)1)

static struct vera_lock lock = VERA_LOCK_INIT;
static struct vera_region_set records = {.size = sizeof(struct vera_large)};
static struct vera_large_count counted;

static size_t larger(size_t one, size_t other)
{
    return one > other ? one : other;
}

/* The lock is held. */
static void count_in(size_t bytes)
{
    counted.blocks++;
    counted.bytes += bytes;
    counted.most_blocks = larger(counted.blocks, counted.most_blocks);
    counted.most_bytes = larger(counted.bytes, counted.most_bytes);
}

static void count_out(size_t bytes)
{
    counted.blocks--;
    counted.bytes -= bytes;
}

/* A record for a block of so many bytes in pages, which is counted then. */
static struct vera_large *take_record(size_t bytes)
{
    struct vera_region *region = NULL;
    struct vera_region_tag *record;
    do {
        vera_lock_take(&lock);
        if (region != NULL) {
            vera_region_add(&records, region);
        }
        record = vera_region_take(&records);
        if (record != NULL) {
            count_in(bytes);
        }
        vera_lock_drop(&lock);
    } while (record == NULL && (region = vera_region_new()) != NULL);
    return (struct vera_large *)record;
}

static void keep_record(struct vera_large *large, size_t bytes)
{
    vera_lock_take(&lock);
    count_out(bytes);
    vera_region_give(&records, &large->tag);
    vera_lock_drop(&lock);
    vera_region_drop_idle(&records, &lock, VERA_REGION_IDLE);
}

static void hand_out(struct vera_large *large, void *block, size_t size, size_t align)
{
    large->size = size;
    large->align = align;
    atomic_store_explicit(&large->block, (uintptr_t)block, memory_order_release);
}

/* The address of a block that is claimed. */
static void *start_of(const struct vera_large *large)
{
    return (void *)(atomic_load_explicit(&large->block, memory_order_relaxed) & ~FREE);
}

void *vera_large_allocate(size_t size, size_t align)
{
    size_t bytes = vera_system_in_pages(size);
    struct vera_large *large = take_record(bytes);
    if (large == NULL) {
        return NULL;
    }
    void *block = __vera_sys_alloc((int64_t)size, (int64_t)align);
    if (block == NULL || !vera_map_reserve(block, 1)) {
        __vera_sys_free(block, (int64_t)size, (int64_t)align);
        keep_record(large, bytes);
        return NULL;
    }
    hand_out(large, block, size, align);
    vera_map_set_large(block, large);
    return block;
}

/* Claims a block, if the record is its own. */
static bool claim(struct vera_large *large, void *block)
{
    uintptr_t expected = (uintptr_t)block;
    return (expected & FREE) == 0 &&
           atomic_compare_exchange_strong(&large->block, &expected, expected | FREE);
}

static bool is_of(const struct vera_large *large, uint64_t size, uint64_t align)
{
    return large->size == size && large->align == align;
}

static void report_absent(const void *block, size_t size, size_t align)
{
    struct vera_map_entry found = vera_map_find(block);
    if (found.slab != NULL) {
        unsigned class = found.slab->class;
        vera_misuse_report("free(%p, %zu bytes at alignment %zu): expected %zu to %zu bytes", block,
                           size, align, vera_class_least(class), vera_class_size(class));
    } else {
        vera_misuse_report("free(%p, %zu bytes at alignment %zu): "
                           "expected an address that was allocated here and not freed before",
                           block, size, align);
    }
}

static void report_other(const void *block, size_t size, size_t align, size_t own_size,
                         size_t own_align)
{
    vera_misuse_report("free(%p, %zu bytes at alignment %zu): "
                       "expected %zu bytes at alignment %zu",
                       block, size, align, own_size, own_align);
}

struct vera_large *vera_large_claim(void *block, size_t size, size_t align)
{
    struct vera_large *large = vera_map_find(block).large;
    if (large == NULL || !claim(large, block)) {
        report_absent(block, size, align);
        return NULL;
    }
    if (!is_of(large, size, align)) {
        size_t own_size = large->size;
        size_t own_align = large->align;
        hand_out(large, block, own_size, own_align);
        report_other(block, size, align, own_size, own_align);
        return NULL;
    }
    return large;
}

bool vera_large_reclaim(struct vera_large *large, void *block, uint64_t size, uint64_t align)
{
    /* Most are other blocks, for which the atomic operation would be wasted. */
    bool may_be = atomic_load_explicit(&large->block, memory_order_relaxed) == (uintptr_t)block;
    if (!may_be || !claim(large, block)) {
        return false;
    }
    if (!is_of(large, size, align)) {
        hand_out(large, block, large->size, large->align);
        return false;
    }
    return true;
}

void vera_large_release(struct vera_large *large)
{
    void *start = start_of(large);
    size_t size = large->size;
    size_t align = large->align;
    vera_map_set_large(start, NULL);
    vera_map_release(start, 1);
    keep_record(large, vera_system_in_pages(size));
    __vera_sys_free(start, (int64_t)size, (int64_t)align);
}

/* Apart, because a size seldom changes and keeps its pages. */
static __attribute__((noinline)) bool has_pages_for(const struct vera_large *large, size_t size)
{
    return vera_system_in_pages(size) == vera_system_in_pages(large->size);
}

void *vera_large_revive(struct vera_large *large, size_t size, size_t align)
{
    void *block = start_of(large);
    if (((uintptr_t)block & (align - 1)) != 0) {
        return NULL;
    }
    if (size != large->size && !has_pages_for(large, size)) {
        return NULL;
    }
    hand_out(large, block, size, align);
    return block;
}

size_t vera_large_bytes(const struct vera_large *large)
{
    return vera_system_in_pages(large->size);
}

bool vera_large_is_live(const struct vera_large *large)
{
    return (atomic_load_explicit(&large->block, memory_order_relaxed) & FREE) == 0;
}

void vera_large_purge(void)
{
    vera_region_drop_idle(&records, &lock, 0);
}

struct vera_large_count vera_large_count(void)
{
    vera_lock_take(&lock);
    struct vera_large_count count = counted;
    vera_lock_drop(&lock);
    return count;
}

void vera_large_each_lock(void (*act)(struct vera_lock *))
{
    act(&lock);
}
