/* The constructor, the destructor, and the locks that a fork takes. */
#include "start.h"

#include "annotate.h"
#include "arena.h"
#include "central.h"
#include "check/block.h"
#include "check/check.h"
#include "check/leak.h"
#include "check/place.h"
#include "check/quarantine.h"
#include "examine.h"
#include "large.h"
#include "map.h"
#include "misuse.h"
#include "registry.h"
#include "setting.h"
#include "slab.h"
#include "stack.h"
#include "stats.h"
#include "system.h"

#include <stdatomic.h>

/* Every lock, in the order in which one thread may hold several. */
static void each_lock(void (*act)(struct vera_lock *))
{
    vera_quarantine_each_lock(act);
    vera_place_each_lock(act);
    vera_central_each_lock(act);
    vera_slab_each_lock(act);
    vera_large_each_lock(act);
    vera_registry_each_lock(act);
    vera_stack_each_lock(act);
    vera_map_each_lock(act);
    vera_system_each_lock(act);
    vera_arena_each_lock(act);
}

static void before_fork(void)
{
    each_lock(vera_lock);
    vera_lock_pass(true);
}

static void after_fork(void)
{
    vera_lock_pass(false);
    each_lock(vera_unlock);
}

static void after_fork_in_child(void)
{
    vera_check_block_forked();
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
    bool watched = !vera_setting_is("VERA_MEMORY_WATCHED", "no", "yes");
    /* In check mode the library itself writes beside blocks and into freed ones. */
    if (watched && !vera_mode_is_check()) {
        vera_annotate_begin();
    }
    vera_system_pin();
    /* If there was no memory for the handlers, the next call tries again. */
    int reached =
        vera_system_on_fork(before_fork, after_fork, after_fork_in_child) ? DONE : NOT_DONE;
    atomic_store_explicit(&state, reached, memory_order_release);
    vera_error_restore(before);
}

static bool orphaned;

static void look_at(struct vera_lock *lock)
{
    orphaned = orphaned || vera_lock_is_orphaned(lock);
}

/* In this file because every program that is linked statically contains it. If the system
 * ended a thread in the middle of something, the records are left alone. */
__attribute__((destructor)) static void end(void)
{
    each_lock(look_at);
    if (orphaned || vera_misuse_is_fatal()) {
        return;
    }
    if (vera_mode_is_check()) {
        vera_check_flush();
        vera_leak_report();
    } else {
        vera_examine(vera_thread_cache()->own);
    }
    vera_stats_report();
}
