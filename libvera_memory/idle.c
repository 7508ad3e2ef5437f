/* Calls the layers in order, from the cache down. */
#include "idle.h"

#include "central.h"
#include "gate.h"
#include "loan.h"
#include "pool.h"
#include "registry.h"
#include "side_small.h"
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

/* While a thread forks, others use the side heap. */
static void release_side_heap(void)
{
    if (!vera_gate_is_shut()) {
        vera_side_small_release();
    }
}

void vera_idle_purge(struct vera_faults *faults)
{
    uint64_t now = vera_system_now();
    bool due = is_due(now);
    if (due) {
        /* First, because a run is as old as the part of it that was given last. */
        vera_system_purge_idle(now, AGE);
    }
    vera_registry_age_own(now, AGE, faults);
    if (due) {
        vera_central_purge();
        vera_pool_purge();
        release_side_heap();
    }
}

bool vera_idle_could_serve(size_t size, size_t align, size_t more)
{
    return vera_system_could_fit(size, align,
                                 VERA_CACHE_BYTES + VERA_LOAN_MOST + VERA_CACHE_LARGE +
                                     VERA_CENTRAL_IDLE + more);
}

void vera_idle_release(struct vera_faults *faults)
{
    vera_registry_flush_own(faults);
    vera_central_purge();
    vera_pool_purge();
    release_side_heap();
    vera_system_release_idle();
}
