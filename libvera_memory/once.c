/* A process other than the caller's shows that a fork has come between. */
#include "once.h"

#include "system.h"

bool vera_once_try(struct vera_once *once)
{
    int own = vera_system_process();
    int seen = atomic_load_explicit(&once->process, memory_order_acquire);
    return seen != VERA_ONCE_OVER && seen != own &&
           atomic_compare_exchange_strong(&once->process, &seen, own);
}

bool vera_once_begin(struct vera_once *once)
{
    for (unsigned turn = 0; !vera_once_is_over(once); turn++) {
        if (vera_once_try(once)) {
            return true;
        }
        vera_system_pause(turn);
    }
    return false;
}

void vera_once_end(struct vera_once *once, bool done)
{
    atomic_store_explicit(&once->process, done ? VERA_ONCE_OVER : 0, memory_order_release);
}
