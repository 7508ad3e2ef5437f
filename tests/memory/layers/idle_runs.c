/* So many records that none lacks. */
#include "idle_runs.h"

#include "layers.h"
#include "run_record.h"

#include <string.h>

enum { RECORDS = 3000 };

struct vera_retained retained;

static struct vera_pages_facts facts;

void idle_runs_setup(void)
{
    facts = (struct vera_pages_facts){true, MIB, 1000};
    memset(&retained, 0, sizeof retained);
    retained.facts = &facts;
    retained.in_use = retained.peak = 1000 * MIB;
    for (size_t i = 0; i < RECORDS; i++) {
        struct vera_run *run = vera_run_record_new();
        expect(run != NULL);
        vera_run_record_give(run);
    }
    expect(vera_run_record_reserve());
}

void idle_runs_in_mappings(void)
{
    facts.is_divisible = false;
    facts.least_sealed = 1;
}

struct vera_run *make(size_t place, size_t size)
{
    return vera_run_record_take(BASE + place * MIB, size * MIB, 0);
}

void warm(size_t place, size_t size)
{
    vera_retained_add(&retained, VERA_RUN_WARM, make(place, size));
}

void cold(size_t place, size_t size)
{
    vera_retained_add(&retained, VERA_RUN_COLD, make(place, size));
}

void sealed(size_t place, size_t size)
{
    vera_retained_add(&retained, VERA_RUN_SEALED, make(place, size));
}

size_t place_of(const void *addr)
{
    return addr != NULL ? ((uintptr_t)addr - BASE) / MIB : NO_PLACE;
}

bool is_just(enum vera_run_state state, size_t place, size_t size)
{
    const struct vera_run_set *set = &retained.idle[state];
    const struct vera_run *run = set->oldest;
    return run != NULL && run == set->newest && run->addr == BASE + place * MIB &&
           run->size == size * MIB;
}

bool is_none(enum vera_run_state state)
{
    return retained.idle[state].oldest == NULL;
}
