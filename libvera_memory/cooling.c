/* What the system refuses is tried in another way, or another time. */
#include "cooling.h"

#include "run_record.h"
#include "surplus.h"

/* Spare records of runs, not counting those reserved, that wait for the next second. */
#define MOST_SPARES 64u

static void add(struct vera_runs *runs, enum vera_run_state state, struct vera_run *run)
{
    vera_lock(&runs->lock);
    vera_retained_add(&runs->retained, state, run);
    vera_unlock(&runs->lock);
}

static bool release(struct vera_runs *runs, struct vera_run *run)
{
    vera_lock(&runs->lock);
    bool can = vera_retained_can_release(&runs->retained, run);
    vera_unlock(&runs->lock);
    if (!can || !vera_pages_unmap((void *)run->addr, run->size)) {
        return false;
    }
    vera_lock(&runs->lock);
    vera_retained_forget(&runs->retained, run);
    vera_unlock(&runs->lock);
    return true;
}

static bool seal(struct vera_runs *runs, struct vera_run *run)
{
    if (!vera_pages_seal((void *)run->addr, run->size)) {
        return false;
    }
    add(runs, VERA_RUN_SEALED, run);
    return true;
}

static bool purge(struct vera_runs *runs, struct vera_run *run)
{
    if (!vera_pages_purge((void *)run->addr, run->size)) {
        return false;
    }
    add(runs, VERA_RUN_COLD, run);
    return true;
}

static bool may_seal(struct vera_runs *runs)
{
    vera_lock(&runs->lock);
    bool may = vera_surplus_may_seal(&runs->retained);
    vera_unlock(&runs->lock);
    return may;
}

bool vera_cooling_cool(struct vera_runs *runs, struct vera_run *run, enum vera_run_end end)
{
    if (end == VERA_RUN_RELEASE && release(runs, run)) {
        return true;
    }
    /* A hole may need a mapping more than there may be; beside a sealed run, a seal needs none. */
    if (end != VERA_RUN_PURGE && seal(runs, run)) {
        return true;
    }
    /* Needs no mapping. */
    if (purge(runs, run)) {
        return true;
    }
    /* The pages are locked, or the program is not allowed to advise. */
    if (end == VERA_RUN_PURGE && may_seal(runs) && seal(runs, run)) {
        return true;
    }
    if (end != VERA_RUN_RELEASE && release(runs, run)) {
        return true;
    }
    add(runs, VERA_RUN_WARM, run);
    return false;
}

bool vera_cooling_cool_as_fits(struct vera_runs *runs, struct vera_run *run)
{
    vera_lock(&runs->lock);
    enum vera_run_end end = vera_surplus_end(&runs->retained, run);
    vera_unlock(&runs->lock);
    return vera_cooling_cool(runs, run, end);
}

/* Cools a warm run: of the surplus, or one that has been idle for `age` milliseconds. False
 * when there is none, or the system refuses. */
static bool cool_next(struct vera_runs *runs, uint64_t now, uint64_t age)
{
    vera_lock(&runs->lock);
    struct vera_run *run = vera_surplus_next_to_cool(&runs->retained, now, age);
    vera_unlock(&runs->lock);
    return run != NULL && vera_cooling_cool_as_fits(runs, run);
}

/* Seals a run of the surplus of writable cold ones, in the same way. */
static bool seal_next(struct vera_runs *runs)
{
    vera_lock(&runs->lock);
    struct vera_run *run = vera_surplus_next_to_seal(&runs->retained);
    vera_unlock(&runs->lock);
    if (run == NULL || seal(runs, run)) {
        return run != NULL;
    }
    add(runs, VERA_RUN_COLD, run);
    return false;
}

/* Releases a run of the surplus of cold ones, or any of them, in the same way. */
static bool release_next(struct vera_runs *runs, bool any)
{
    enum vera_run_state state;
    vera_lock(&runs->lock);
    struct vera_run *run = vera_surplus_next_to_release(&runs->retained, any, &state);
    vera_unlock(&runs->lock);
    if (run == NULL || release(runs, run)) {
        return run != NULL;
    }
    add(runs, state, run);
    return false;
}

void vera_cooling_end_spares(struct vera_runs *runs, size_t most)
{
    struct vera_run *run;
    vera_lock(&runs->lock);
    while ((run = vera_run_record_take_surplus(most)) != NULL) {
        vera_unlock(&runs->lock);
        vera_run_record_end(run);
        vera_lock(&runs->lock);
    }
    vera_unlock(&runs->lock);
}

void vera_cooling_give_up(struct vera_runs *runs, uint64_t now, uint64_t age)
{
    while (cool_next(runs, now, age)) {
    }
    while (seal_next(runs)) {
    }
    while (release_next(runs, false)) {
    }
    vera_cooling_end_spares(runs, MOST_SPARES);
}

void vera_cooling_release_all(struct vera_runs *runs)
{
    vera_cooling_give_up(runs, 0, 0);
    while (release_next(runs, true)) {
    }
}
