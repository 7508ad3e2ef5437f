/* The constructor and the destructor. */
#include "start.h"

#include "annotate.h"
#include "check/check.h"
#include "check/leak.h"
#include "check/place.h"
#include "examine.h"
#include "fork.h"
#include "gate.h"
#include "misuse.h"
#include "setting.h"
#include "stats.h"
#include "system.h"

#include <stdatomic.h>

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
    int reached = vera_system_on_fork(vera_fork_before, vera_fork_after, vera_fork_after_in_child)
                      ? DONE
                      : NOT_DONE;
    atomic_store_explicit(&state, reached, memory_order_release);
    vera_error_restore(before);
}

/* If the system ended a thread in the middle of something, the records are left alone. */
static bool is_orphaned(void)
{
    return vera_system_is_alone() && vera_gate_is_used();
}

/* In this file because every program that is linked statically contains it. */
__attribute__((destructor)) static void end(void)
{
    if (is_orphaned() || vera_misuse_is_fatal()) {
        return;
    }
    if (vera_mode_is_check()) {
        struct vera_pass pass = vera_gate_enter_soon();
        vera_check_flush();
        vera_leak_report();
        vera_gate_leave(pass);
    } else {
        vera_examine(vera_thread_cache()->own);
    }
    vera_stats_report();
}
