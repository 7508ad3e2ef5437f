/* Runs are joined with their neighbours when they come, and cut when they go. */
#include "retained.h"

#include "run_record.h"

struct vera_run *vera_retained_beside(const struct vera_retained *retained,
                                      enum vera_run_state state, const struct vera_run *run,
                                      enum vera_run_side side)
{
    struct vera_run *other = vera_run_set_beside(&retained->idle[state], run, side);
    uintptr_t border = side == VERA_RUN_BEFORE ? run->addr : run->addr + run->size;
    return other == NULL || vera_mapping_begins(&retained->mappings, border) ? NULL : other;
}

void vera_retained_add_mapping(struct vera_retained *retained, uintptr_t addr, size_t size)
{
    if (!retained->facts->is_divisible) {
        vera_mapping_add(&retained->mappings, vera_run_record_take(addr, size, 0));
    }
}

bool vera_retained_can_release(const struct vera_retained *retained, const struct vera_run *run)
{
    return retained->facts->is_divisible || vera_mapping_is_whole(&retained->mappings, run);
}

void vera_retained_forget(struct vera_retained *retained, struct vera_run *run)
{
    if (!retained->facts->is_divisible) {
        vera_run_record_give(vera_mapping_remove(&retained->mappings, run->addr));
    }
    vera_run_record_give(run);
}

/* Joins a run with its neighbours, one of which keeps its record. */
static struct vera_run *join(struct vera_retained *retained, enum vera_run_state state,
                             struct vera_run *run)
{
    struct vera_run_set *set = &retained->idle[state];
    struct vera_run *before = vera_retained_beside(retained, state, run, VERA_RUN_BEFORE);
    struct vera_run *after = vera_retained_beside(retained, state, run, VERA_RUN_AFTER);
    if (before == NULL && after == NULL) {
        vera_run_set_add(set, run);
        return run;
    }
    struct vera_run *whole = before != NULL ? before : after;
    uintptr_t addr = before != NULL ? before->addr : run->addr;
    uintptr_t end = after != NULL ? after->addr + after->size : run->addr + run->size;
    if (before != NULL && after != NULL) {
        vera_run_set_remove(set, after);
        vera_run_record_give(after);
    }
    vera_run_set_change(set, whole, addr, end - addr);
    vera_run_set_renew(set, whole, run->since);
    vera_run_record_give(run);
    return whole;
}

void vera_retained_add(struct vera_retained *retained, enum vera_run_state state,
                       struct vera_run *run)
{
    struct vera_run *whole = join(retained, state, run);
    if (state == VERA_RUN_SEALED) {
        vera_mapping_sealed(&retained->mappings, whole);
    }
}

void vera_retained_take_out(struct vera_retained *retained, enum vera_run_state state,
                            struct vera_run *run)
{
    if (state == VERA_RUN_SEALED) {
        vera_mapping_unsealed(&retained->mappings, run);
    }
    vera_run_set_remove(&retained->idle[state], run);
}

/* The rest on one side keeps the record. */
void vera_retained_cut(struct vera_retained *retained, enum vera_run_state state,
                       struct vera_run *run, uintptr_t addr, size_t size)
{
    struct vera_run_set *set = &retained->idle[state];
    size_t before = addr - run->addr;
    size_t after = run->size - before - size;
    if (state == VERA_RUN_SEALED) {
        vera_mapping_unsealed(&retained->mappings, run);
    }
    if (before == 0 && after == 0) {
        vera_run_set_remove(set, run);
        vera_run_record_give(run);
    } else if (before == 0) {
        vera_run_set_change(set, run, addr + size, after);
    } else {
        vera_run_set_change(set, run, run->addr, before);
        if (after > 0) {
            vera_run_set_add(set, vera_run_record_take(addr + size, after, run->since));
        }
    }
}

struct vera_run *vera_retained_cold_beside(const struct vera_retained *retained,
                                           const struct vera_run *run, enum vera_run_side side,
                                           enum vera_run_state *state)
{
    *state = VERA_RUN_COLD;
    struct vera_run *other = vera_retained_beside(retained, VERA_RUN_COLD, run, side);
    if (other == NULL) {
        *state = VERA_RUN_SEALED;
        other = vera_retained_beside(retained, VERA_RUN_SEALED, run, side);
    }
    return other;
}

size_t vera_retained_peak(const struct vera_retained *retained)
{
    return retained->in_use > retained->peak ? retained->in_use : retained->peak;
}

/* What is handed out counts in the peak from the next change on, because it may be refused. */
void vera_retained_count_in(struct vera_retained *retained, size_t size)
{
    retained->peak = vera_retained_peak(retained);
    retained->in_use += size;
}

struct vera_run *vera_retained_refuse(struct vera_retained *retained, void *addr, size_t size,
                                      uint64_t since)
{
    vera_run_record_unreserve(1);
    retained->in_use -= size;
    return vera_run_record_take((uintptr_t)addr, size, since);
}

struct vera_run *vera_retained_take_back(struct vera_retained *retained, void *addr, size_t size,
                                         uint64_t since)
{
    retained->peak = vera_retained_peak(retained);
    return vera_retained_refuse(retained, addr, size, since);
}

size_t vera_retained_cold(const struct vera_retained *retained)
{
    return retained->idle[VERA_RUN_COLD].bytes + retained->idle[VERA_RUN_SEALED].bytes;
}

void vera_retained_lose(struct vera_retained *retained, size_t size)
{
    retained->lost += size;
}

void vera_retained_miss(struct vera_retained *retained, size_t size)
{
    size_t most = 2 * vera_retained_peak(retained);
    size_t more = size < retained->lost ? size : retained->lost;
    retained->lost -= more;
    retained->missed = retained->missed + more < most ? retained->missed + more : most;
}

void vera_retained_waste(struct vera_retained *retained, size_t size)
{
    retained->missed -= size < retained->missed ? size : retained->missed;
}

void vera_retained_decay(struct vera_retained *retained)
{
    retained->lost /= 2;
    retained->missed -= retained->missed / 8;
    size_t peak = vera_retained_peak(retained);
    retained->peak = peak - (peak - retained->in_use) / 2;
}
