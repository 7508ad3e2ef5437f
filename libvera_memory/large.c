/* Records of large blocks, and the runs under them.
 *
 * The memory of a record holds only records of large blocks, for good, so any thread may
 * read a record that the page map has. To free a block, a thread first claims it by setting
 * a bit in its address, which only one thread can do.
 */
#include "large.h"

#include "map.h"
#include "pool.h"

#include <stdatomic.h>

struct vera_large {
    _Atomic(uintptr_t) block; /* its address; the lowest bit is 1 while nobody has it */
    size_t size;
    size_t align;
};

#define FREE ((uintptr_t)1)

static struct vera_pool records = VERA_POOL(sizeof(struct vera_large));

static atomic_size_t blocks, bytes, most_blocks, most_bytes; /* see vera_large_count */

static void lift(atomic_size_t *most, size_t now)
{
    size_t seen = atomic_load_explicit(most, memory_order_relaxed);
    while (now > seen && !atomic_compare_exchange_weak_explicit(
                             most, &seen, now, memory_order_relaxed, memory_order_relaxed)) {
    }
}

/* Not before the block is had, because no peak counts what was refused. */
static void count_in(size_t size)
{
    lift(&most_blocks, atomic_fetch_add_explicit(&blocks, 1, memory_order_relaxed) + 1);
    lift(&most_bytes, atomic_fetch_add_explicit(&bytes, size, memory_order_relaxed) + size);
}

static void count_out(size_t size)
{
    atomic_fetch_sub_explicit(&blocks, 1, memory_order_relaxed);
    atomic_fetch_sub_explicit(&bytes, size, memory_order_relaxed);
}

/* Makes the record that of a live block. */
static void hand_out(struct vera_large *large, void *block, size_t size, size_t align)
{
    large->size = size;
    large->align = align;
    atomic_store_explicit(&large->block, (uintptr_t)block, memory_order_release);
}

/* The address of a claimed block. */
static void *start_of(const struct vera_large *large)
{
    return (void *)(atomic_load_explicit(&large->block, memory_order_relaxed) & ~FREE);
}

void *vera_large_allocate(size_t size, size_t align)
{
    struct vera_large *large = vera_pool_take(&records);
    if (large == NULL) {
        return NULL;
    }
    void *block = vera_system_take_run(size, align);
    if (block == NULL || !vera_map_reserve(block, 1)) {
        vera_system_refuse(block, size, align);
        vera_pool_give(&records, large);
        return NULL;
    }
    count_in(vera_system_in_pages(size));
    hand_out(large, block, size, align);
    vera_map_set_large(block, large);
    return block;
}

/* Claims a block if the record is its own. */
static bool claim(struct vera_large *large, void *block)
{
    uintptr_t expected = (uintptr_t)block;
    return (expected & FREE) == 0 &&
           atomic_compare_exchange_strong(&large->block, &expected, expected | FREE);
}

void vera_large_unclaim(struct vera_large *large)
{
    atomic_store_explicit(&large->block, (uintptr_t)start_of(large), memory_order_release);
}

static bool has_form(const struct vera_large *large, uint64_t size, uint64_t align)
{
    return large->size == size && large->align == align;
}

struct vera_large *vera_large_claim(void *block, size_t size, size_t align,
                                    struct vera_large_form *actual)
{
    struct vera_large *large = vera_map_find(block).large;
    *actual = (struct vera_large_form){0, 0};
    if (large == NULL || !claim(large, block)) {
        return NULL;
    }
    if (!has_form(large, size, align)) {
        *actual = (struct vera_large_form){large->size, large->align};
        vera_large_unclaim(large);
        return NULL;
    }
    return large;
}

bool vera_large_try_claim(struct vera_large *large, void *block, uint64_t size, uint64_t align)
{
    /* Most often it is another block, which needs no atomic operation. */
    bool may_be = atomic_load_explicit(&large->block, memory_order_relaxed) == (uintptr_t)block;
    if (!may_be || !claim(large, block)) {
        return false;
    }
    if (!has_form(large, size, align)) {
        vera_large_unclaim(large);
        return false;
    }
    return true;
}

void vera_large_free(struct vera_large *large)
{
    void *start = start_of(large);
    size_t size = large->size;
    size_t align = large->align;
    vera_map_set_large(start, NULL);
    vera_map_unreserve(start, 1);
    count_out(vera_system_in_pages(size));
    vera_pool_give(&records, large);
    vera_system_give_run(start, size, align);
}

/* Out of line, because sizes seldom change within the same pages. */
static __attribute__((noinline)) bool has_pages_for(const struct vera_large *large, size_t size)
{
    return vera_system_in_pages(size) == vera_system_in_pages(large->size);
}

void *vera_large_reuse(struct vera_large *large, size_t size, size_t align)
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

struct vera_large_count vera_large_count(void)
{
    return (struct vera_large_count){
        .blocks = atomic_load_explicit(&blocks, memory_order_relaxed),
        .bytes = atomic_load_explicit(&bytes, memory_order_relaxed),
        .most_blocks = atomic_load_explicit(&most_blocks, memory_order_relaxed),
        .most_bytes = atomic_load_explicit(&most_bytes, memory_order_relaxed),
    };
}
