/* The constructor, and the locks that a fork takes. */
#include "start.h"

#include "cache.h"
#include "central.h"
#include "large.h"
#include "map.h"
#include "misuse.h"
#include "record.h"
#include "stack.h"
#include "system.h"

#include <stdatomic.h>

/* Every lock there is, in the order in which one thread may hold several. */
static void each_lock(void (*act)(struct vera_lock *))
{
    vera_central_each_lock(act);
    vera_large_each_lock(act);
    vera_cache_each_lock(act);
    vera_stack_each_lock(act);
    vera_map_each_lock(act);
    vera_system_each_lock(act);
    vera_record_each_lock(act);
}

static void before_fork(void)
{
    each_lock(vera_lock_take);
    vera_lock_pass(true);
}

static void after_fork(void)
{
    vera_lock_pass(false);
    each_lock(vera_lock_drop);
}

__attribute__((constructor)) void vera_start(void)
{
    enum { NOT_DONE, BEING_DONE, DONE };
    static atomic_int state;
    int seen = NOT_DONE;
    if (atomic_load_explicit(&state, memory_order_acquire) == DONE ||
        !atomic_compare_exchange_strong(&state, &seen, BEING_DONE)) {
        return;
    }
    vera_misuse_read_setting();
    /* Without memory for the handlers, the next call tries again. */
    int reached = vera_system_on_fork(before_fork, after_fork) ? DONE : NOT_DONE;
    atomic_store_explicit(&state, reached, memory_order_release);
}
