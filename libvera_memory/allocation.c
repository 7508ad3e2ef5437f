/* The four functions that allocate and free blocks. A hit, which the thread's cache
 * serves, is in line here and counted in instructions. A miss goes down through the
 * cache to the central lists, or to the large blocks; check mode has a front of its own,
 * which every call reaches as a miss, because the caches that it sees stay empty and full.
 */
#include "annotate.h"
#include "arguments.h"
#include "aside.h"
#include "cache.h"
#include "check/check.h"
#include "class.h"
#include "export.h"
#include "fault.h"
#include "fork.h"
#include "gate.h"
#include "idle.h"
#include "large.h"
#include "large_cache.h"
#include "mode.h"
#include "registry.h"
#include "side.h"
#include "start.h"
#include "system.h"

#include <errno.h> /* the numbers */

/* Out of line, so that a hit saves no register. */
#define MISS __attribute__((noinline))

/* The address that the call of an exported function returns to. */
#define SITE __builtin_return_address(0)

#define DEFAULT_ALIGN ((int64_t)VERA_CLASS_MIN_ALIGN)

/* One compare each finds the part of the class table that has the size. A negative size,
 * made unsigned, is in neither part. */
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

/* Aligned blocks have sizes on both sides of the table's first limit, so a branch on it
 * would often be mispredicted: the class is computed instead. `last` comes from
 * vera_class_last; for a negative size, and for size 0, which is rare, it is in no class. */
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

/* Bytes in the slot or the pages of a block. */
static size_t room_of(size_t size, size_t align)
{
    unsigned class = vera_class_of(size, align);
    return class == VERA_CLASS_LARGE ? vera_system_in_pages(size) : vera_class_size(class);
}

/* Before a request is refused that might fit then, everything idle is released, and the request
 * is tried again. */
static void *take(size_t size, size_t align, struct vera_faults *faults)
{
    unsigned class = vera_class_of(size, align);
    vera_idle_purge(faults);
    for (bool released = false;; released = true) {
        void *block = class == VERA_CLASS_LARGE ? vera_large_allocate(size, align)
                                                : vera_cache_take(vera_registry_own(), class);
        if (block != NULL || released || !vera_idle_could_serve(size, align, 0)) {
            return block;
        }
        vera_idle_release(faults);
    }
}

MISS static void *allocate_miss(int64_t size_asked, int64_t align_asked)
{
    if (!vera_arguments_are_valid(size_asked, align_asked)) {
        vera_arguments_set_error(size_asked, align_asked);
        return NULL;
    }
    size_t size = vera_arguments_size(size_asked);
    size_t align = vera_arguments_align(align_asked);
    void *block = size > VERA_CLASS_MAX_SIZE ? vera_large_cache_take(size, align) : NULL;
    if (block != NULL) {
        return block;
    }
    if (!vera_start()) {
        vera_error_set(ENOMEM);
        return NULL;
    }
    struct vera_error before = vera_error_now();
    struct vera_faults faults;
    vera_faults_begin(&faults);
    vera_registry_begin();
    struct vera_pass pass = vera_gate_enter();
    block = vera_pass_is_good(pass) ? take(size, align, &faults) : vera_side_take(size, align);
    vera_gate_leave(pass);
    vera_faults_report(&faults);
    if (block == NULL) {
        vera_error_set(ENOMEM);
        return NULL;
    }
    if (vera_annotate_is_on()) {
        vera_annotate_allocated(block, size, room_of(size, align));
    }
    vera_error_restore(before);
    return block;
}

/* Both give back a block, and return false when it is misuse. What is wrong with a small one shows
 * when the stack is flushed on which it lies; but first whether it is on top, because whatever
 * follows may flush the stack. */
static bool give_small(void *block, size_t size, size_t align)
{
    unsigned class = vera_class_of(size, align);
    if (vera_cache_is_top(vera_thread_cache(), class, block)) {
        vera_fault_report_again(block, size, align);
        return false;
    }
    struct vera_faults aged, faults;
    vera_faults_begin(&aged);
    vera_faults_begin(&faults);
    struct vera_pass pass = vera_gate_enter();
    if (!vera_pass_is_good(pass)) {
        return vera_fork_free_aside(block, size, align);
    }
    vera_idle_purge(&aged);
    bool sound = vera_cache_give(vera_registry_own(), class, block, &faults);
    vera_gate_leave(pass);
    vera_faults_report(&aged);
    vera_faults_report(&faults);
    return sound;
}

static bool give_large(void *block, size_t size, size_t align)
{
    struct vera_large_form actual;
    struct vera_pass pass = vera_gate_enter();
    if (!vera_pass_is_good(pass)) {
        return vera_fork_free_aside(block, size, align);
    }
    bool sound = vera_large_cache_give(vera_registry_own(), block, size, align, &actual);
    vera_gate_leave(pass);
    if (!sound && actual.size == 0) {
        sound = vera_side_give_large(block, size, align, &actual);
    }
    if (!sound) {
        vera_fault_report_large(block, size, align, actual);
    }
    return sound;
}

MISS static void free_miss(void *addr, int64_t size_given, int64_t align_given)
{
    if (addr == NULL ||
        vera_large_cache_try_give(addr, (uint64_t)size_given, (uint64_t)align_given)) {
        return;
    }
    /* At alignment 8 the two functions are the same, and the message names the shorter one. */
    const char *call = align_given == DEFAULT_ALIGN ? "free" : "free_aligned";
    struct vera_error before = vera_error_now();
    vera_start();
    if (!vera_arguments_can_free(call, addr, size_given, align_given)) {
        vera_error_set(EINVAL);
        return;
    }
    size_t size = vera_arguments_size(size_given);
    size_t align = vera_arguments_align(align_given);
    if (vera_annotate_is_on()) {
        vera_annotate_freed(addr, room_of(size, align));
    }
    vera_registry_begin();
    bool is_large = vera_class_of(size, align) == VERA_CLASS_LARGE;
    if (is_large ? give_large(addr, size, align) : give_small(addr, size, align)) {
        vera_error_restore(before);
    } else {
        vera_error_set(EINVAL);
    }
}

/* In check mode, and until the mode is known. They are called last, because clang saves registers
 * for a call in the middle even on a hit. */
MISS static void *allocate_apart(int64_t size, int64_t align, const void *site)
{
    bool started = vera_start();
    if (!vera_mode_is_check()) {
        return allocate_miss(size, align);
    }
    if (!started) {
        vera_error_set(ENOMEM);
        return NULL;
    }
    return vera_check_allocate(size, align, site);
}

MISS static void free_apart(const char *call, void *addr, int64_t size, int64_t align,
                            const void *site)
{
    vera_start();
    if (vera_mode_is_check()) {
        vera_check_free(call, addr, size, align, site);
    } else {
        free_miss(addr, size, align);
    }
}

void *vera_memory_allocate(int64_t size)
{
    void *block = pop((uint64_t)size);
    if (__builtin_expect(block != NULL, 1)) {
        return block;
    }
    return vera_mode_is_fast() ? allocate_miss(size, DEFAULT_ALIGN)
                               : allocate_apart(size, DEFAULT_ALIGN, SITE);
}

void *vera_memory_allocate_aligned(int64_t size, int64_t align)
{
    void *block = pop_aligned(size, align);
    if (__builtin_expect(block != NULL, 1)) {
        return block;
    }
    return vera_mode_is_fast() ? allocate_miss(size, align) : allocate_apart(size, align, SITE);
}

void vera_memory_free(void *addr, int64_t size)
{
    if (__builtin_expect(addr != NULL && push((uint64_t)size, addr), 1)) {
        return;
    }
    if (vera_mode_is_fast()) {
        free_miss(addr, size, DEFAULT_ALIGN);
    } else {
        free_apart("free", addr, size, DEFAULT_ALIGN, SITE);
    }
}

void vera_memory_free_aligned(void *addr, int64_t size, int64_t align)
{
    if (__builtin_expect(addr != NULL && push_aligned(size, align, addr), 1)) {
        return;
    }
    if (vera_mode_is_fast()) {
        free_miss(addr, size, align);
    } else {
        free_apart("free_aligned", addr, size, align, SITE);
    }
}
