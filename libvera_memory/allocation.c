/* The four functions that give blocks and take them back. What is in line here
 * is the fast path, which is counted in instructions; the rest stands apart so
 * that the compiler keeps it off that path.
 */
#include "cache.h"
#include "class.h"
#include "export.h"
#include "idle.h"
#include "large.h"
#include "misuse.h"
#include "start.h"

#include <errno.h>

#define APART __attribute__((noinline, cold))

static inline bool is_power_of_two(int64_t align)
{
    return align > 0 && (align & (align - 1)) == 0;
}

static inline bool is_small_align(int64_t align)
{
    return (uint64_t)align - 1 < VERA_CLASS_MAX_ALIGN && (align & (align - 1)) == 0;
}

/* A size at a small alignment as one size, whose class is the block's. What is
 * negative or near the end stays too large to have one. */
static inline uint64_t as_size(int64_t size, int64_t align)
{
    uint64_t counted = (uint64_t)size + (size == 0);
    uint64_t rounded = (counted + (uint64_t)align - 1) & ~((uint64_t)align - 1);
    return size < 0 ? UINT64_MAX : rounded;
}

static inline size_t coarse(uint64_t size)
{
    return (size + VERA_CLASS_COARSE - 1) / VERA_CLASS_COARSE;
}

/* Both tables of classes are tried with one compare each. A negative size that
 * was made unsigned is in neither. */
static inline void *pop(uint64_t size)
{
    struct vera_cache *cache = vera_thread_cache();
    if (__builtin_expect(size <= VERA_CLASS_DIRECT, 1)) {
        return vera_cache_pop(cache, cache->classes.direct[size]);
    }
    if (size <= VERA_CLASS_MAX_SIZE) {
        return vera_cache_pop(cache, cache->classes.coarse[coarse(size)]);
    }
    return NULL;
}

static inline bool push(uint64_t size, void *block)
{
    struct vera_cache *cache = vera_thread_cache();
    if (__builtin_expect(size <= VERA_CLASS_DIRECT, 1)) {
        return vera_cache_push(cache, cache->classes.direct[size], block);
    }
    return size <= VERA_CLASS_MAX_SIZE &&
           vera_cache_push(cache, cache->classes.coarse[coarse(size)], block);
}

/* What a block is on record with: size 0 counts as 1, and an alignment below 8
 * as 8. */
static size_t counted_size(int64_t size)
{
    return size == 0 ? 1 : (size_t)size;
}

static size_t counted_align(int64_t align)
{
    return align < (int64_t)VERA_CLASS_MIN_ALIGN ? VERA_CLASS_MIN_ALIGN : (size_t)align;
}

static void *take(size_t size, size_t align)
{
    unsigned class = vera_class_of(size, align);
    return class == VERA_CLASS_LARGE ? vera_large_allocate(size, align) : vera_cache_refill(class);
}

APART static void *allocate_apart(int64_t size, int64_t align)
{
    if (size < 0 || !is_power_of_two(align)) {
        errno = EINVAL;
        return NULL;
    }
    int saved = errno;
    vera_start();
    vera_idle_age();
    void *block = NULL;
    if ((uint64_t)size <= PTRDIFF_MAX && (uint64_t)align <= PTRDIFF_MAX) {
        block = take(counted_size(size), counted_align(align));
        if (block == NULL) {
            vera_idle_release();
            block = take(counted_size(size), counted_align(align));
        }
    }
    errno = block != NULL ? saved : ENOMEM;
    return block;
}

static bool is_sound(const char *call, const void *addr, int64_t size, int64_t align)
{
    if (size < 0 || (uint64_t)size > PTRDIFF_MAX) {
        vera_misuse_report("%s was given %p and a size of %lld; expected 0 to %lld", call, addr,
                           (long long)size, (long long)PTRDIFF_MAX);
        return false;
    }
    if (!is_power_of_two(align)) {
        vera_misuse_report("%s was given %p and an alignment of %lld; expected a power of two",
                           call, addr, (long long)align);
        return false;
    }
    return true;
}

APART static void free_apart(const char *call, void *addr, int64_t size, int64_t align)
{
    if (addr == NULL) {
        return;
    }
    int saved = errno;
    bool done = false;
    vera_start();
    if (is_sound(call, addr, size, align)) {
        vera_idle_age();
        unsigned class = vera_class_of(counted_size(size), counted_align(align));
        done = class == VERA_CLASS_LARGE
                   ? vera_large_free(addr, counted_size(size), counted_align(align))
                   : vera_cache_flush(class, addr) == 0;
    }
    errno = done ? saved : EINVAL;
}

void *vera_memory_allocate(int64_t size)
{
    void *block = pop((uint64_t)size);
    return block != NULL ? block : allocate_apart(size, VERA_CLASS_MIN_ALIGN);
}

void *vera_memory_allocate_aligned(int64_t size, int64_t align)
{
    void *block = is_small_align(align) ? pop(as_size(size, align)) : NULL;
    return block != NULL ? block : allocate_apart(size, align);
}

void vera_memory_free(void *addr, int64_t size)
{
    if (addr == NULL || !push((uint64_t)size, addr)) {
        free_apart("free", addr, size, VERA_CLASS_MIN_ALIGN);
    }
}

void vera_memory_free_aligned(void *addr, int64_t size, int64_t align)
{
    if (addr == NULL || !is_small_align(align) || !push(as_size(size, align), addr)) {
        free_apart("free_aligned", addr, size, align);
    }
}
