/* All caches there are: each thread that needs one gets one, and those of threads that
 * have ended wait for the next.
 */
#ifndef VERA_CACHES_H
#define VERA_CACHES_H

#include "cache.h"

/* The calling thread's own cache, which is made if it is new. Null when it has
 * none. In check mode it lies hidden behind one that stays empty, so that every call
 * leaves the fast path. */
struct vera_cache *vera_caches_own(void);

/* Blocks of a class in all caches together, while no other thread is at work. */
size_t vera_caches_count(unsigned class);

/* Bytes in the quarantines of all caches together. */
size_t vera_caches_quarantined(void);

void vera_caches_each_lock(void (*act)(struct vera_lock *));

#endif
