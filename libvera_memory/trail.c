/* A chain whose links are set once. */
#include "trail.h"

void *vera_trail_new_part(void)
{
    return vera_system_new_extent(VERA_TRAIL_PART);
}

void vera_trail_append(struct vera_trail *trail, struct vera_trail_part *part)
{
    vera_lock(&trail->lock);
    _Atomic(struct vera_trail_part *) *end = &trail->oldest;
    struct vera_trail_part *last;
    while ((last = atomic_load_explicit(end, memory_order_relaxed)) != NULL) {
        end = &last->next;
    }
    atomic_store_explicit(end, part, memory_order_release);
    vera_unlock(&trail->lock);
}

void vera_trail_begin_child(struct vera_trail *trail)
{
    trail->lock = (struct vera_lock)VERA_LOCK_INIT;
    trail->generation++;
}
