/* Records of what threads do while another thread forks. A trail is a chain of parts, which only
 * grows. The child has it, too, and finds in it each word that other threads wrote meanwhile as
 * it was at some moment. So it relies on single words only, which are 0 until they are written.
 */
#ifndef VERA_TRAIL_H
#define VERA_TRAIL_H

#include "system.h"

#include <stdatomic.h>
#include <stddef.h>

/* The first bytes of a part. */
struct vera_trail_part {
    _Atomic(struct vera_trail_part *) next;
};

struct vera_trail {
    struct vera_lock lock; /* for the content of the parts, too */
    _Atomic(struct vera_trail_part *) oldest;
};

#define VERA_TRAIL_INIT                                                                            \
    {                                                                                              \
        .lock = VERA_LOCK_INIT                                                                     \
    }

#define VERA_TRAIL_PART ((size_t)64 << 10)

/* A new part of VERA_TRAIL_PART bytes, all 0; null when there is no memory. It is an extent of
 * its own, between guards, because the arena is the forking thread's. No lock is held here and in
 * the next. */
void *vera_trail_new_part(void);

/* Adds it to the trail. */
void vera_trail_append(struct vera_trail *trail, struct vera_trail_part *part);

static inline void *vera_trail_oldest(struct vera_trail *trail)
{
    return atomic_load_explicit(&trail->oldest, memory_order_acquire);
}

static inline void *vera_trail_next(struct vera_trail_part *part)
{
    return atomic_load_explicit(&part->next, memory_order_acquire);
}

/* In a child, where the lock may have been held by a thread that it does not have. */
void vera_trail_begin_child(struct vera_trail *trail);

#endif
