/* The four functions that give blocks and take them back. What is in line here
 * is the fast path, which is counted in instructions; the rest stands apart so
 * that the compiler keeps it off that path.
 */
#include "caches.h"
#include "checking.h"
#include "class.h"
#include "export.h"
#include "idle.h"
#include "kept.h"
#include "large.h"
#include "misuse.h"
#include "mode.h"
#include "start.h"
#include "watch.h"

#include <errno.h> /* the numbers */

/* A way off the fast path is cold, so that the compiler lays the fast path out for
 * itself; what lies behind it is not, because cold code is compiled for size. */
#define WAY_OFF __attribute__((noinline, cold))
#define APART __attribute__((noinline))

/* Where the call of an exported function returns to. */
#define SITE __builtin_return_address(0)

static inline bool is_power_of_two(int64_t align)
{
    return align > 0 && (align & (align - 1)) == 0;
}

/* Both parts of the class table are tried with one compare each. A negative size
 * that was made unsigned is in neither. */
static inline void *pop(uint64_t size)
{
    struct vera_cache *cache = vera_thread_cache();
    if (__builtin_expect(size <= VERA_CLASS_DIRECT, 1)) {
        return vera_cache_pop(cache, cache->classes[size]);
    }
    if (size <= VERA_CLASS_MAX_SIZE) {
        return vera_cache_pop(cache, cache->classes[vera_class_coarse((size_t)size)]);
    }
    return NULL;
}

static inline bool push(uint64_t size, void *block)
{
    struct vera_cache *cache = vera_thread_cache();
    if (__builtin_expect(size <= VERA_CLASS_DIRECT, 1)) {
        return vera_cache_push(cache, cache->classes[size], block);
    }
    return size <= VERA_CLASS_MAX_SIZE &&
           vera_cache_push(cache, cache->classes[vera_class_coarse((size_t)size)], block);
}

/* Where alignments are asked for, sizes are on both sides of the limit of the table's
 * first part, and a branch on it would often be mispredicted: there the class is
 * computed. `last` is from vera_class_last; that of a negative size or of size 0,
 * which is rare, is in no class. */
static inline bool has_class(uint64_t last, int64_t align)
{
    return last < VERA_CLASS_MAX_SIZE && align <= (int64_t)VERA_CLASS_MAX_ALIGN &&
           (align & (align - 1)) == 0;
}

static inline void *pop_aligned(int64_t size, int64_t align)
{
    struct vera_cache *cache = vera_thread_cache();
    uint64_t last = vera_class_last((uint64_t)size, (uint64_t)align);
    return has_class(last, align) ? vera_cache_pop(cache, VERA_CLASS_OF_LAST(last)) : NULL;
}

static inline bool push_aligned(int64_t size, int64_t align, void *block)
{
    struct vera_cache *cache = vera_thread_cache();
    uint64_t last = vera_class_last((uint64_t)size, (uint64_t)align);
    return has_class(last, align) && vera_cache_push(cache, VERA_CLASS_OF_LAST(last), block);
}

/* What a block is on record with: size 0 counts as 1, and an alignment below 8
 * as 8. */
static size_t counted_size(size_t size)
{
    return size == 0 ? 1 : size;
}

static size_t counted_align(int64_t align)
{
    return align < (int64_t)VERA_CLASS_MIN_ALIGN ? VERA_CLASS_MIN_ALIGN : (size_t)align;
}

/* Bytes in the place of a block. */
static size_t room_for(size_t counted, size_t align)
{
    unsigned class = vera_class_of(counted, align);
    return class == VERA_CLASS_LARGE ? vera_system_in_pages(counted) : vera_class_size(class);
}

static void *take(size_t size, size_t align, const void *site)
{
    if (vera_mode_is_check()) {
        return vera_checking_allocate(size, align, site);
    }
    size_t counted = counted_size(size);
    unsigned class = vera_class_of(counted, align);
    void *block = class == VERA_CLASS_LARGE ? vera_large_allocate(counted, align)
                                            : vera_cache_refill(vera_caches_own(), class);
    if (block != NULL && vera_watch_is_on()) {
        vera_watch_take(block, counted, room_for(counted, align));
    }
    return block;
}

static bool give(void *block, size_t size, size_t align)
{
    if (vera_watch_is_on()) {
        vera_watch_give(block, room_for(size, align));
    }
    unsigned class = vera_class_of(size, align);
    if (class != VERA_CLASS_LARGE) {
        vera_idle_age();
        return vera_cache_flush(vera_caches_own(), class, block) == 0;
    }
    struct vera_large *large = vera_large_claim(block, size, align);
    if (large != NULL) {
        vera_kept_give(vera_caches_own(), large);
    }
    return large != NULL;
}

/* From the layers that all threads share. */
APART static void *allocate_shared(size_t size, size_t align, const void *site)
{
    struct vera_error before = vera_error_now();
    vera_start();
    vera_idle_age();
    void *block = take(size, align, site);
    if (block == NULL) {
        vera_idle_release();
        block = take(size, align, site);
    }
    if (block != NULL) {
        vera_error_restore(before);
    } else {
        vera_error_set(ENOMEM);
    }
    return block;
}

/* `site` is where the call returns to. */
APART static void *allocate_apart(int64_t size, int64_t align, const void *site)
{
    if (size < 0 || !is_power_of_two(align)) {
        vera_error_set(EINVAL);
        return NULL;
    }
    if ((uint64_t)size > PTRDIFF_MAX || (uint64_t)align > PTRDIFF_MAX) {
        vera_error_set(ENOMEM);
        return NULL;
    }
    size_t counted = counted_align(align);
    void *kept =
        (uint64_t)size > VERA_CLASS_MAX_SIZE ? vera_kept_take((size_t)size, counted) : NULL;
    return kept != NULL ? kept : allocate_shared((size_t)size, counted, site);
}

static bool is_sound(const char *call, const void *addr, int64_t size, int64_t align)
{
    if (size < 0 || (uint64_t)size > PTRDIFF_MAX) {
        vera_misuse_report("%s(%p, %lld bytes): expected 0 to %lld bytes", call, addr,
                           (long long)size, (long long)PTRDIFF_MAX);
        return false;
    }
    if (!is_power_of_two(align)) {
        vera_misuse_report("%s(%p, %lld bytes at alignment %lld): expected a power of two", call,
                           addr, (long long)size, (long long)align);
        return false;
    }
    if ((uint64_t)align > PTRDIFF_MAX) {
        vera_misuse_report("%s(%p, %lld bytes at alignment %lld): expected at most %lld", call,
                           addr, (long long)size, (long long)align, (long long)PTRDIFF_MAX);
        return false;
    }
    return true;
}

/* To the layers that all threads share. */
APART static void free_shared(void *addr, int64_t size, int64_t align, const char *call,
                              const void *site)
{
    struct vera_error before = vera_error_now();
    bool done = false;
    vera_start();
    if (is_sound(call, addr, size, align)) {
        done = vera_mode_is_check()
                   ? vera_checking_free(call, addr, (size_t)size, counted_align(align), site)
                   : give(addr, counted_size((size_t)size), counted_align(align));
    }
    if (done) {
        vera_error_restore(before);
    } else {
        vera_error_set(EINVAL);
    }
}

APART static void free_apart(void *addr, int64_t size, int64_t align, const char *call,
                             const void *site)
{
    if (addr != NULL && !vera_kept_retake(addr, (uint64_t)size, (uint64_t)align)) {
        free_shared(addr, size, align, call, site);
    }
}

/* The arguments stay where they came. */
WAY_OFF static void *leave_allocate(int64_t size, int64_t align, const void *site)
{
    return allocate_apart(size, align, site);
}

WAY_OFF static void leave_free(void *addr, int64_t size, int64_t align, const char *call,
                               const void *site)
{
    free_apart(addr, size, align, call, site);
}

void *vera_memory_allocate(int64_t size)
{
    void *block = pop((uint64_t)size);
    return block != NULL ? block : leave_allocate(size, VERA_CLASS_MIN_ALIGN, SITE);
}

void *vera_memory_allocate_aligned(int64_t size, int64_t align)
{
    void *block = pop_aligned(size, align);
    return block != NULL ? block : leave_allocate(size, align, SITE);
}

void vera_memory_free(void *addr, int64_t size)
{
    if (addr == NULL || !push((uint64_t)size, addr)) {
        leave_free(addr, size, VERA_CLASS_MIN_ALIGN, "free", SITE);
    }
}

void vera_memory_free_aligned(void *addr, int64_t size, int64_t align)
{
    if (addr == NULL || !push_aligned(size, align, addr)) {
        leave_free(addr, size, align, "free_aligned", SITE);
    }
}
