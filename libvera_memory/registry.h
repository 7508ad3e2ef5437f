/* All caches. Each thread that needs one gets one; the caches of threads that have ended
 * wait for other threads.
 */
#ifndef VERA_REGISTRY_H
#define VERA_REGISTRY_H

#include "cache.h"

/* The static caches, one for each reason to have no other. */
enum vera_cache_reason {
    VERA_CACHE_REASON_NEW, /* the thread has not needed one yet */
    /* The thread gets none: it is starting the library, or is ending, or nothing would report
     * its end. Before the library has started, only the first can be. */
    VERA_CACHE_REASON_BARRED,
    VERA_CACHE_REASONS
};
extern const struct vera_cache vera_cache_none[VERA_CACHE_REASONS];

/* Makes a cache for a thread that has not needed one yet, unless the gate is shut. Leaves the
 * errors alone. Not called inside the gate, because the system may allocate to register the
 * thread's end. */
void vera_registry_begin_thread(void);
static inline void vera_registry_begin(void)
{
    if (__builtin_expect(vera_thread_cache() == &vera_cache_none[VERA_CACHE_REASON_NEW], 0)) {
        vera_registry_begin_thread();
    }
}

/* Takes the calling thread's cache from it, if it has one. The thread is ending, and later calls
 * of it make no other. */
void vera_registry_end_thread(void);

/* The calling thread's own cache. Null when it has none. */
static inline struct vera_cache *vera_registry_own(void)
{
    return vera_thread_cache()->own;
}

/* Takes back a cache that vera_aside_leave_cache emptied. */
void vera_registry_take_up(struct vera_cache *cache);

/* In a child, of whose threads only the calling one had a cache before. */
void vera_registry_begin_child(void);

/* Flushes the calling thread's cache, or a part of it if `faults` becomes full. */
void vera_registry_flush_own(struct vera_faults *faults);

/* The same if `age` milliseconds have passed since the last time, as of `now`. The stacks
 * become smaller, too, and grow again with use. */
void vera_registry_age_own(uint64_t now, uint64_t age, struct vera_faults *faults);

/* Blocks of a class in all caches together. Exact only while no other thread allocates. */
size_t vera_registry_count(unsigned class);

#endif
