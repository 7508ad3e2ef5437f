/* How much may stay is bounded for each state; what exceeds a bound goes to the next one. */
#include "surplus.h"

#include "run_record.h"
#include "system.h"

/* When writable cold runs have more bytes than this, and than this part of what is in use and
 * warm, then those from a smaller size on are sealed, too. */
#define WRITABLE ((size_t)4 << 20)
#define WRITABLE_SHARE 10u
#define SEALED_EARLY ((size_t)64 << 10)

static size_t bytes(const struct vera_run *run)
{
    return run != NULL ? run->size : 0;
}

static size_t smaller(size_t one, size_t other)
{
    return one < other ? one : other;
}

static size_t larger(size_t one, size_t other)
{
    return one > other ? one : other;
}

static struct vera_run *largest(const struct vera_retained *retained, enum vera_run_state state)
{
    return vera_run_set_below(&retained->idle[state], SIZE_MAX);
}

bool vera_surplus_may_seal(const struct vera_retained *retained)
{
    return retained->idle[VERA_RUN_SEALED].count < retained->facts->most_sealed;
}

/* The most bytes that may be warm now. A program's use goes up and down, and to lose a page
 * and get it again costs more than anything else here. So what the latest peak needed stays,
 * and a sixth more for what does not fit; but never more than is in use, so that a program
 * that has freed nearly everything retains little. One that works in phases frees everything, and
 * takes it again: what it missed once stays, too. */
static size_t most_warm(const struct vera_retained *retained)
{
    size_t in_use = retained->in_use;
    size_t peak = vera_retained_peak(retained);
    size_t usual = smaller(peak + peak / VERA_SYSTEM_IDLE_SHARE - in_use, in_use);
    size_t missed = smaller(peak + peak / 2 - in_use, retained->missed);
    return larger(VERA_SYSTEM_IDLE, larger(usual, missed));
}

/* The first test mostly answers, and spares the computation of the bound; in is_writable_surplus,
 * too. */
static bool is_warm_surplus(const struct vera_retained *retained)
{
    size_t warm = retained->idle[VERA_RUN_WARM].bytes;
    return warm > VERA_SYSTEM_IDLE && warm > most_warm(retained);
}

static size_t most_writable(const struct vera_retained *retained)
{
    size_t share = (retained->in_use + retained->idle[VERA_RUN_WARM].bytes) / WRITABLE_SHARE;
    return share > WRITABLE ? share : WRITABLE;
}

static bool is_writable_surplus(const struct vera_retained *retained)
{
    size_t writable = retained->idle[VERA_RUN_COLD].bytes;
    return writable > WRITABLE && writable > most_writable(retained) &&
           vera_surplus_may_seal(retained) &&
           bytes(largest(retained, VERA_RUN_COLD)) >= SEALED_EARLY;
}

/* The sealed run that fills the largest mapping that is sealed from end to end. */
static struct vera_run *largest_mapping(const struct vera_retained *retained)
{
    struct vera_run *mapping = vera_run_set_below(&retained->mappings.sealed, SIZE_MAX);
    return mapping != NULL ? vera_run_set_at(&retained->idle[VERA_RUN_SEALED], mapping->addr)
                           : NULL;
}

/* A sealed run is released first: that takes no mapping. A writable one that is smaller than a
 * chunk stays: to release it would leave a hole. */
static struct vera_run *to_release(const struct vera_retained *retained, size_t least,
                                   enum vera_run_state *state)
{
    *state = VERA_RUN_SEALED;
    if (!retained->facts->is_divisible) {
        return largest_mapping(retained);
    }
    struct vera_run *run = largest(retained, VERA_RUN_SEALED);
    if (run != NULL) {
        return run;
    }
    *state = VERA_RUN_COLD;
    run = largest(retained, VERA_RUN_COLD);
    return bytes(run) >= least ? run : NULL;
}

static bool is_cold_surplus(const struct vera_retained *retained)
{
    enum vera_run_state state;
    return vera_retained_cold(retained) > retained->in_use &&
           to_release(retained, VERA_CHUNK, &state) != NULL;
}

bool vera_surplus_is_any(const struct vera_retained *retained)
{
    return is_warm_surplus(retained) || is_writable_surplus(retained) || is_cold_surplus(retained);
}

struct vera_run *vera_surplus_next_to_cool(struct vera_retained *retained, uint64_t now,
                                           uint64_t age)
{
    struct vera_run_set *warm = &retained->idle[VERA_RUN_WARM];
    struct vera_run *run = warm->oldest;
    if (run == NULL) {
        return NULL;
    }
    /* Another thread may have read its clock later than this one. */
    uint64_t idle = now > run->since ? now - run->since : 0;
    size_t most = most_warm(retained);
    size_t excess = warm->bytes > most ? warm->bytes - most : 0;
    if (excess == 0 && idle < age) {
        return NULL;
    }
    /* If one large run is the surplus but not too old, only its end goes. */
    size_t piece = (excess + VERA_CHUNK - 1) & ~(VERA_CHUNK - 1);
    if (idle < age && piece < run->size && vera_run_record_is_available()) {
        size_t rest = run->size - piece;
        vera_run_set_change(warm, run, run->addr, rest);
        vera_retained_lose(retained, piece);
        return vera_run_record_take(run->addr + rest, piece, run->since);
    }
    if (idle < age) {
        vera_retained_lose(retained, run->size);
    } else {
        vera_retained_waste(retained, run->size);
    }
    vera_run_set_remove(warm, run);
    return run;
}

static void join_cold(struct vera_retained *retained, struct vera_run *run)
{
    struct vera_run *before = vera_retained_beside(retained, VERA_RUN_COLD, run, VERA_RUN_BEFORE);
    struct vera_run *after = vera_retained_beside(retained, VERA_RUN_COLD, run, VERA_RUN_AFTER);
    run->addr -= bytes(before);
    run->size += bytes(before) + bytes(after);
    if (before != NULL) {
        vera_run_set_remove(&retained->idle[VERA_RUN_COLD], before);
        vera_run_record_give(before);
    }
    if (after != NULL) {
        vera_run_set_remove(&retained->idle[VERA_RUN_COLD], after);
        vera_run_record_give(after);
    }
}

static bool is_beside_sealed(const struct vera_retained *retained, const struct vera_run *run)
{
    return vera_retained_beside(retained, VERA_RUN_SEALED, run, VERA_RUN_BEFORE) != NULL ||
           vera_retained_beside(retained, VERA_RUN_SEALED, run, VERA_RUN_AFTER) != NULL;
}

enum vera_run_end vera_surplus_end(struct vera_retained *retained, struct vera_run *run)
{
    size_t whole = run->size +
                   bytes(vera_retained_beside(retained, VERA_RUN_COLD, run, VERA_RUN_BEFORE)) +
                   bytes(vera_retained_beside(retained, VERA_RUN_COLD, run, VERA_RUN_AFTER));
    if (whole < retained->facts->least_sealed && !is_beside_sealed(retained, run)) {
        return VERA_RUN_PURGE;
    }
    join_cold(retained, run);
    /* Beyond what is in use, addresses are not worth their mapping. */
    if (run->size >= VERA_CHUNK && vera_retained_can_release(retained, run) &&
        vera_retained_cold(retained) + run->size > retained->in_use) {
        return VERA_RUN_RELEASE;
    }
    /* What lies beside a sealed run joins it, and takes no mapping more. */
    if (vera_surplus_may_seal(retained) || is_beside_sealed(retained, run)) {
        return VERA_RUN_SEAL;
    }
    return VERA_RUN_PURGE;
}

enum vera_run_end vera_surplus_end_of_return(struct vera_retained *retained, struct vera_run *run,
                                             size_t align)
{
    /* The cold runs beside it may have been released when it was mapped. What is left of its
     * mapping is smaller than a chunk, and would stay for good. */
    if (align > VERA_CHUNK) {
        join_cold(retained, run);
        return VERA_RUN_RELEASE;
    }
    /* If it were warm, all others would have to lose their pages. */
    if (run->size > most_warm(retained)) {
        vera_retained_lose(retained, run->size);
        return vera_surplus_end(retained, run);
    }
    vera_retained_add(retained, VERA_RUN_WARM, run);
    return VERA_RUN_RETAIN;
}

struct vera_run *vera_surplus_next_to_seal(struct vera_retained *retained)
{
    if (!is_writable_surplus(retained)) {
        return NULL;
    }
    struct vera_run *run = largest(retained, VERA_RUN_COLD);
    vera_run_set_remove(&retained->idle[VERA_RUN_COLD], run);
    return run;
}

struct vera_run *vera_surplus_next_to_release(struct vera_retained *retained, bool all,
                                              enum vera_run_state *state)
{
    if (!all && !is_cold_surplus(retained)) {
        return NULL;
    }
    struct vera_run *run = to_release(retained, all ? 0 : VERA_CHUNK, state);
    if (run != NULL) {
        vera_retained_take_out(retained, *state, run);
    }
    return run;
}
