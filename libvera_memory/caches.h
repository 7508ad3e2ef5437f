/* All caches there are: each thread that needs one gets one, and those of threads that
 * have ended wait for the next.
 */
#ifndef VERA_CACHES_H
#define VERA_CACHES_H

#include "cache.h"

/* The static caches, one for each reason to have no other. */
enum vera_cache_reason {
    VERA_CACHE_REASON_NEW,     /* the thread has not needed one yet */
    VERA_CACHE_REASON_ENDED,   /* the thread is ending, and gave its cache back */
    VERA_CACHE_REASON_KEYLESS, /* nothing would tell that the thread ended */
    VERA_CACHE_REASONS
};
extern const struct vera_cache vera_cache_none[VERA_CACHE_REASONS];

/* The calling thread's own cache, which is made if it is new. Null when it has
 * none. In check mode it lies hidden behind one that stays empty, so that every call
 * leaves the fast path. */
struct vera_cache *vera_caches_own(void);

/* Empties the calling thread's cache into the layers below. */
void vera_caches_empty_own(void);

/* The same if `age` milliseconds have passed since the last time, as of `now`;
 * stacks get smaller, to grow again with use. */
void vera_caches_age_own(uint64_t now, uint64_t age);

/* Blocks of a class in all caches together, while no other thread is at work. */
size_t vera_caches_count(unsigned class);

/* Bytes in the quarantines of all caches together. */
size_t vera_caches_quarantined(void);

void vera_caches_each_lock(void (*act)(struct vera_lock *));

#endif
