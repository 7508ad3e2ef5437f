/* The constructor, and the locks that a fork takes. */
#include "start.h"

#include "caches.h"
#include "central.h"
#include "checked.h"
#include "checking.h"
#include "large.h"
#include "leak.h"
#include "map.h"
#include "misuse.h"
#include "mode.h"
#include "place.h"
#include "quarantine.h"
#include "record.h"
#include "slab.h"
#include "stack.h"
#include "stats.h"
#include "system.h"
#include "watch.h"

#include <stdatomic.h>

/* Every lock there is, in the order in which one thread may hold several. */
static void each_lock(void (*act)(struct vera_lock *))
{
    vera_quarantine_each_lock(act);
    vera_place_each_lock(act);
    vera_central_each_lock(act);
    vera_slab_each_lock(act);
    vera_large_each_lock(act);
    vera_caches_each_lock(act);
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

static void after_fork_in_child(void)
{
    vera_checked_forked();
    after_fork();
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
    struct vera_error before = vera_error_now();
    vera_mode_read_setting();
    vera_place_read_setting();
    vera_misuse_read_setting();
    vera_stats_read_setting();
    vera_watch_begin();
    vera_system_stay();
    /* Without memory for the handlers, the next call tries again. */
    int reached =
        vera_system_on_fork(before_fork, after_fork, after_fork_in_child) ? DONE : NOT_DONE;
    atomic_store_explicit(&state, reached, memory_order_release);
    vera_error_restore(before);
}

static bool stranded;

static void look(struct vera_lock *lock)
{
    stranded = stranded || vera_lock_is_stranded(lock);
}

/* Here, because this file is a part of every program that is linked statically. What a
 * thread was about that the system ended in the middle of it is not to be touched. */
__attribute__((destructor)) static void end(void)
{
    each_lock(look);
    if (stranded || vera_misuse_is_fatal()) {
        return;
    }
    if (vera_mode_is_check()) {
        vera_checking_release();
        vera_leak_report();
    }
    vera_stats_report();
}
