/* The order in which the layers let go: from the cache down. */
#include "idle.h"

#include "caches.h"
#include "central.h"
#include "checking.h"
#include "large.h"
#include "map.h"
#include "mode.h"
#include "slab.h"
#include "system.h"

#include <stdatomic.h>

#define AGE 1000u /* milliseconds */

/* One thread a second does it for all. */
static bool is_due(uint64_t now)
{
    static _Atomic(uint64_t) last;
    uint64_t seen = atomic_load_explicit(&last, memory_order_relaxed);
    return now > seen && now - seen >= AGE &&
           atomic_compare_exchange_strong_explicit(&last, &seen, now, memory_order_relaxed,
                                                   memory_order_relaxed);
}

static void purge_records(void)
{
    vera_slab_purge();
    vera_large_purge();
    vera_map_purge();
}

void vera_idle_age(void)
{
    uint64_t now = vera_system_now();
    vera_caches_age_own(now, AGE);
    if (is_due(now)) {
        vera_central_release();
        purge_records();
        vera_system_purge(now, AGE);
    }
}

void vera_idle_release(void)
{
    if (vera_mode_is_check()) {
        vera_checking_release();
    }
    vera_caches_empty_own();
    vera_central_release();
    purge_records();
    vera_system_release();
}
