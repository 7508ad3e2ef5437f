/* What is done once: whoever comes first does it, and whoever comes meanwhile waits.
 * pthread_once would let a child hang that was forked while another thread was at it, because
 * the child lacks that thread. Here the child begins anew.
 */
#ifndef VERA_ONCE_H
#define VERA_ONCE_H

#include <stdatomic.h>
#include <stdbool.h>

struct vera_once {
    atomic_int process; /* in which somebody is at it; 0 for none, or VERA_ONCE_OVER */
};

#define VERA_ONCE_OVER (-1)

/* Whether the caller is the first, who then calls vera_once_end; if not, it is over. Waits while
 * another thread is at it, so the first must not come again meanwhile. No lock is held. */
bool vera_once_begin(struct vera_once *once);

/* Whether the caller is the first; if not, it is over, or another thread is at it. */
bool vera_once_try(struct vera_once *once);

/* If it could not be done, the next to come is the first again. */
void vera_once_end(struct vera_once *once, bool done);

static inline bool vera_once_is_over(const struct vera_once *once)
{
    return atomic_load_explicit(&once->process, memory_order_acquire) == VERA_ONCE_OVER;
}

#endif
