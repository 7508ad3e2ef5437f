/* The constructor and the destructor. */
#include "start.h"

#include "annotate.h"
#include "arguments.h"
#include "check/check.h"
#include "examine.h"
#include "fork.h"
#include "gate.h"
#include "misuse.h"
#include "mode.h"
#include "once.h"
#include "registry.h"
#include "setting.h"
#include "stats.h"
#include "system.h"

#include <stdatomic.h>

static void read_settings(void)
{
    static bool done; /* the next try does not read them again */
    if (done) {
        return;
    }
    vera_misuse_read_setting();
    vera_stats_read_setting();
    /* Once the mode is known, bulk calls of other threads do not wait; all other calls do. */
    vera_mode_read_setting();
    vera_check_read_setting();
    bool watched = !vera_setting_is("VERA_MEMORY_WATCHED", "no", "yes");
    /* In check mode the library itself writes beside blocks and into freed ones. */
    if (watched && !vera_mode_is_check()) {
        vera_annotate_begin();
    }
    done = true;
}

static struct vera_once start;

/* What the system does for a start may call the library again. */
static bool is_starting(void)
{
    return vera_thread_cache() == &vera_cache_none[VERA_CACHE_REASON_BARRED];
}

static void free_late(void *block, size_t size, size_t align)
{
    vera_check_free(vera_arguments_free_name(align), block, (int64_t)size, (int64_t)align, NULL);
}

/* For the first to come. */
static void begin(void)
{
    struct vera_cache *cache = vera_thread_cache();
    vera_thread_set_cache((struct vera_cache *)&vera_cache_none[VERA_CACHE_REASON_BARRED]);
    read_settings();
    vera_system_on_thread_end(vera_fork_end_thread);
    bool done = vera_fork_register(vera_mode_is_check() ? free_late : NULL);
    vera_thread_set_cache(cache);
    vera_thread_prepare();
    vera_lock_prepare();
    vera_once_end(&start, done);
    /* Afterwards, because the loader may hold a lock of its own for a thread that waits. */
    vera_system_pin();
}

bool vera_start(void)
{
    if (vera_once_is_over(&start) || is_starting()) {
        return true;
    }
    struct vera_error before = vera_error_now();
    if (vera_once_begin(&start)) {
        begin();
    }
    vera_error_restore(before);
    return vera_once_is_over(&start);
}

/* If another thread is at it, there is nothing left to do. */
__attribute__((constructor)) static void start_early(void)
{
    struct vera_error before = vera_error_now();
    if (vera_once_try(&start)) {
        begin();
    }
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
    vera_stats_gather();
    if (vera_mode_is_check()) {
        vera_check_end();
    } else {
        vera_examine(vera_thread_cache()->own);
    }
    vera_stats_report();
}
