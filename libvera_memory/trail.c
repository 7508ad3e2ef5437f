/* A chain whose links are set once. */
#include "trail.h"

void *vera_trail_new_part(void)
{
    const size_t size = VERA_GUARD + VERA_TRAIL_PART + VERA_GUARD;
    char *start = vera_system_map(size);
    if (start == NULL) {
        return NULL;
    }
    if (!vera_system_seal(start, VERA_GUARD) ||
        !vera_system_seal(start + size - VERA_GUARD, VERA_GUARD)) {
        (void)vera_system_unmap(start, size);
        return NULL;
    }
    return start + VERA_GUARD;
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
}
