/* How much of what is idle stays, and in which state. */
#include "retained.h"

#include "run_record.h"
#include "system.h"

/* When writable cold runs have more bytes than this, and than this part of what is in use and
 * warm, then those from a smaller size on are sealed, too. */
#define WRITABLE ((size_t)4 << 20)
#define WRITABLE_SHARE 10u
#define SEALED_EARLY ((size_t)64 << 10)

/* The idle run beside another, of the same mapping where that matters. */
static struct vera_run *beside(const struct vera_retained *retained, enum vera_run_state state,
                               const struct vera_run *run, enum vera_run_side side)
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
    struct vera_run *before = beside(retained, state, run, VERA_RUN_BEFORE);
    struct vera_run *after = beside(retained, state, run, VERA_RUN_AFTER);
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

/* Takes out a run that is in a set. */
static void take_out(struct vera_retained *retained, enum vera_run_state state,
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
    struct vera_run *other = beside(retained, VERA_RUN_COLD, run, side);
    if (other == NULL) {
        *state = VERA_RUN_SEALED;
        other = beside(retained, VERA_RUN_SEALED, run, side);
    }
    return other;
}

static size_t peak(const struct vera_retained *retained)
{
    return retained->in_use > retained->peak ? retained->in_use : retained->peak;
}

/* What is handed out counts in the peak from the next change on, because it may be refused. */
void vera_retained_count_in(struct vera_retained *retained, size_t size)
{
    retained->peak = peak(retained);
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
    retained->peak = peak(retained);
    return vera_retained_refuse(retained, addr, size, since);
}

static size_t bytes(const struct vera_run *run)
{
    return run != NULL ? run->size : 0;
}

static struct vera_run *largest(const struct vera_retained *retained, enum vera_run_state state)
{
    return vera_run_set_below(&retained->idle[state], SIZE_MAX);
}

size_t vera_retained_cold(const struct vera_retained *retained)
{
    return retained->idle[VERA_RUN_COLD].bytes + retained->idle[VERA_RUN_SEALED].bytes;
}

bool vera_retained_may_seal(const struct vera_retained *retained)
{
    return retained->idle[VERA_RUN_SEALED].count < retained->facts->most_sealed;
}

/* The most bytes that may be warm now. A program's use goes up and down, and to lose a page
 * and get it again costs more than anything else here. So what the latest peak needed stays,
 * and a sixth more for what does not fit; but never more than is in use, so that a program
 * that has freed nearly everything retains little. */
static size_t most_warm(const struct vera_retained *retained)
{
    size_t in_use = retained->in_use;
    size_t rest = peak(retained) + peak(retained) / VERA_SYSTEM_IDLE_SHARE - in_use;
    size_t most = rest < in_use ? rest : in_use;
    return most > VERA_SYSTEM_IDLE ? most : VERA_SYSTEM_IDLE;
}

static size_t most_writable(const struct vera_retained *retained)
{
    size_t share = (retained->in_use + retained->idle[VERA_RUN_WARM].bytes) / WRITABLE_SHARE;
    return share > WRITABLE ? share : WRITABLE;
}

static bool is_writable_surplus(const struct vera_retained *retained)
{
    return retained->idle[VERA_RUN_COLD].bytes > most_writable(retained) &&
           vera_retained_may_seal(retained) &&
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

bool vera_retained_is_surplus(const struct vera_retained *retained)
{
    return retained->idle[VERA_RUN_WARM].bytes > most_warm(retained) ||
           is_writable_surplus(retained) || is_cold_surplus(retained);
}

struct vera_run *vera_retained_next_to_cool(struct vera_retained *retained, uint64_t now,
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
        return vera_run_record_take(run->addr + rest, piece, run->since);
    }
    vera_run_set_remove(warm, run);
    return run;
}

static void join_cold(struct vera_retained *retained, struct vera_run *run)
{
    struct vera_run *before = beside(retained, VERA_RUN_COLD, run, VERA_RUN_BEFORE);
    struct vera_run *after = beside(retained, VERA_RUN_COLD, run, VERA_RUN_AFTER);
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
    return beside(retained, VERA_RUN_SEALED, run, VERA_RUN_BEFORE) != NULL ||
           beside(retained, VERA_RUN_SEALED, run, VERA_RUN_AFTER) != NULL;
}

enum vera_run_end vera_retained_end(struct vera_retained *retained, struct vera_run *run)
{
    size_t whole = run->size + bytes(beside(retained, VERA_RUN_COLD, run, VERA_RUN_BEFORE)) +
                   bytes(beside(retained, VERA_RUN_COLD, run, VERA_RUN_AFTER));
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
    if (vera_retained_may_seal(retained) || is_beside_sealed(retained, run)) {
        return VERA_RUN_SEAL;
    }
    return VERA_RUN_PURGE;
}

enum vera_run_end vera_retained_return(struct vera_retained *retained, struct vera_run *run,
                                       size_t align)
{
    /* The cold runs beside it may have been released when it was mapped. What is left of its
     * mapping is smaller than a chunk, and would stay for good. */
    if (align > VERA_CHUNK) {
        join_cold(retained, run);
        return VERA_RUN_RELEASE;
    }
    /* If it were warm, nearly all others would have to lose their pages. */
    if (run->size > most_warm(retained) / 2) {
        return vera_retained_end(retained, run);
    }
    vera_retained_add(retained, VERA_RUN_WARM, run);
    return VERA_RUN_RETAIN;
}

struct vera_run *vera_retained_next_to_seal(struct vera_retained *retained)
{
    if (!is_writable_surplus(retained)) {
        return NULL;
    }
    struct vera_run *run = largest(retained, VERA_RUN_COLD);
    vera_run_set_remove(&retained->idle[VERA_RUN_COLD], run);
    return run;
}

struct vera_run *vera_retained_next_to_release(struct vera_retained *retained, bool all,
                                               enum vera_run_state *state)
{
    if (!all && !is_cold_surplus(retained)) {
        return NULL;
    }
    struct vera_run *run = to_release(retained, all ? 0 : VERA_CHUNK, state);
    if (run != NULL) {
        take_out(retained, *state, run);
    }
    return run;
}

void vera_retained_decay(struct vera_retained *retained)
{
    retained->peak = peak(retained) - (peak(retained) - retained->in_use) / 2;
}
