/* Which idle run serves a request, and which is purged or released next. */
#include "retained.h"

#include "run_record.h"
#include "system.h"

/* Adds a run, and joins it with its neighbours. */
static void add(struct vera_run_set *set, struct vera_run *run)
{
    struct vera_run *before = vera_run_beside(set, run, VERA_RUN_BEFORE);
    struct vera_run *after = vera_run_beside(set, run, VERA_RUN_AFTER);
    if (before == NULL && after == NULL) {
        vera_run_add(set, run);
        return;
    }
    struct vera_run *whole = before != NULL ? before : after;
    uintptr_t addr = before != NULL ? before->addr : run->addr;
    uintptr_t end = after != NULL ? after->addr + after->size : run->addr + run->size;
    if (before != NULL && after != NULL) {
        vera_run_remove(set, after);
        vera_run_record_give(after);
    }
    vera_run_change(set, whole, addr, end - addr);
    vera_run_renew(set, whole, run->since);
    vera_run_record_give(run);
}

void vera_retained_join_cold(struct vera_retained *retained, struct vera_run *run)
{
    struct vera_run *before = vera_run_beside(&retained->cold, run, VERA_RUN_BEFORE);
    struct vera_run *after = vera_run_beside(&retained->cold, run, VERA_RUN_AFTER);
    if (before != NULL) {
        run->addr = before->addr;
        run->size += before->size;
        vera_run_remove(&retained->cold, before);
        vera_run_record_give(before);
    }
    if (after != NULL) {
        run->size += after->size;
        vera_run_remove(&retained->cold, after);
        vera_run_record_give(after);
    }
}

void vera_retained_add_warm(struct vera_retained *retained, struct vera_run *run)
{
    add(&retained->warm, run);
}

void vera_retained_add_cold(struct vera_retained *retained, struct vera_run *run)
{
    add(&retained->cold, run);
}

/* Cuts `size` bytes from `addr` out of a run in a set. The rest on one side keeps the
 * record. */
static void cut(struct vera_run_set *set, struct vera_run *run, uintptr_t addr, size_t size)
{
    size_t before = addr - run->addr;
    size_t after = run->size - before - size;
    if (before == 0 && after == 0) {
        vera_run_remove(set, run);
        vera_run_record_give(run);
    } else if (before == 0) {
        vera_run_change(set, run, addr + size, after);
    } else {
        vera_run_change(set, run, run->addr, before);
        if (after > 0) {
            vera_run_add(set, vera_run_record_take(addr + size, after, run->since));
        }
    }
}

static void *hand_out(struct vera_retained *retained, uintptr_t addr, size_t size)
{
    retained->in_use += size;
    retained->peak = retained->in_use > retained->peak ? retained->in_use : retained->peak;
    return (void *)addr;
}

static uintptr_t aligned(uintptr_t addr, size_t align)
{
    return (addr + align - 1) & ~(uintptr_t)(align - 1);
}

static void *take_from(struct vera_retained *retained, struct vera_run_set *set, size_t size,
                       size_t align, size_t room)
{
    struct vera_run *run = vera_run_find(set, room);
    if (run == NULL) {
        return NULL;
    }
    uintptr_t addr = aligned(run->addr, align);
    cut(set, run, addr, size);
    return hand_out(retained, addr, size);
}

static size_t bytes(const struct vera_run *run)
{
    return run != NULL ? run->size : 0;
}

/* Bytes in a warm run and the cold ones beside it. */
static size_t span(const struct vera_retained *retained, const struct vera_run *run)
{
    return bytes(vera_run_beside(&retained->cold, run, VERA_RUN_BEFORE)) + run->size +
           bytes(vera_run_beside(&retained->cold, run, VERA_RUN_AFTER));
}

/* The largest warm run that has `size` bytes together with the cold ones beside it, if it is
 * a good part of those bytes itself and is found in a few tries. */
static struct vera_run *find_part(const struct vera_retained *retained, size_t size)
{
    enum { TRIES = 32, PARTS = 4 };
    struct vera_run *run = vera_run_below(&retained->warm, size);
    for (unsigned tries = 0; tries < TRIES && bytes(run) >= size / PARTS; tries++) {
        if (span(retained, run) >= size) {
            return run;
        }
        run = vera_run_below(&retained->warm, run->size);
    }
    return NULL;
}

/* Takes a run that is larger than every warm one from a warm one and the cold ones beside it,
 * so that only a part of its pages is new. The cold run after the warm one is used first, and
 * the one before it supplies the rest. */
static void *take_extended(struct vera_retained *retained, size_t size)
{
    struct vera_run *run = find_part(retained, size);
    if (run == NULL) {
        return NULL;
    }
    struct vera_run_set *cold = &retained->cold;
    struct vera_run *before = vera_run_beside(cold, run, VERA_RUN_BEFORE);
    struct vera_run *after = vera_run_beside(cold, run, VERA_RUN_AFTER);
    size_t more = size - run->size;
    size_t at_end = bytes(after) < more ? bytes(after) : more;
    uintptr_t addr = run->addr - (more - at_end);
    if (at_end > 0) {
        cut(cold, after, after->addr, at_end);
    }
    if (at_end < more) {
        cut(cold, before, addr, more - at_end);
    }
    cut(&retained->warm, run, run->addr, run->size);
    return hand_out(retained, addr, size);
}

/* Whether a large request gets a mapping twice its size, half of it left cold: then most runs
 * have a cold one beside them. Cold bytes never exceed those in use. */
static bool should_spread(const struct vera_retained *retained, size_t room)
{
    return room >= VERA_CHUNK && retained->cold.bytes + room <= retained->in_use;
}

void *vera_retained_take(struct vera_retained *retained, size_t size, size_t align, size_t room)
{
    void *addr = take_from(retained, &retained->warm, size, align, room);
    if (addr == NULL && size >= VERA_CHUNK && room == size) {
        addr = take_extended(retained, size);
    }
    if (addr == NULL && !should_spread(retained, room)) {
        addr = take_from(retained, &retained->cold, size, align, room);
    }
    return addr;
}

void *vera_retained_take_new(struct vera_retained *retained, void *mapping, size_t mapped,
                             size_t size, size_t align)
{
    uintptr_t start = (uintptr_t)mapping;
    uintptr_t addr = aligned(start, align);
    size_t before = addr - start;
    size_t after = mapped - before - size;
    if (before > 0) {
        add(&retained->cold, vera_run_record_take(start, before, 0));
    }
    if (after > 0) {
        add(&retained->cold, vera_run_record_take(addr + size, after, 0));
    }
    return hand_out(retained, addr, size);
}

size_t vera_retained_mapping(const struct vera_retained *retained, size_t room)
{
    if (should_spread(retained, room)) {
        return room + room;
    }
    return room < VERA_CHUNK ? VERA_CHUNK : room;
}

struct vera_run *vera_retained_take_back(struct vera_retained *retained, void *addr, size_t size,
                                         uint64_t since)
{
    vera_run_record_unreserve(1);
    retained->in_use -= size;
    return vera_run_record_take((uintptr_t)addr, size, since);
}

/* The most bytes that may be warm now. A program's use goes up and down, and to lose a page
 * and get it again costs more than anything else here. So what the latest peak needed stays,
 * and a sixth more for what does not fit; but never more than is in use, so that a program
 * that has freed nearly everything retains little. */
static size_t most_warm(const struct vera_retained *retained)
{
    size_t in_use = retained->in_use;
    size_t rest = retained->peak + retained->peak / VERA_SYSTEM_IDLE_SHARE - in_use;
    size_t most = rest < in_use ? rest : in_use;
    return most > VERA_SYSTEM_IDLE ? most : VERA_SYSTEM_IDLE;
}

/* Cold runs smaller than a chunk stay: to release them would leave holes. */
static bool is_cold_surplus(const struct vera_retained *retained)
{
    return retained->cold.bytes > retained->in_use &&
           bytes(vera_run_below(&retained->cold, SIZE_MAX)) >= VERA_CHUNK;
}

bool vera_retained_may_retain(const struct vera_retained *retained, const struct vera_run *run)
{
    return run->size <= most_warm(retained) / 2;
}

bool vera_retained_is_surplus(const struct vera_retained *retained)
{
    return retained->warm.bytes > most_warm(retained) || is_cold_surplus(retained);
}

struct vera_run *vera_retained_next_to_purge(struct vera_retained *retained, uint64_t now,
                                             uint64_t age)
{
    struct vera_run_set *warm = &retained->warm;
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
    /* If one large run is the surplus but not too old, only its end is purged. */
    size_t piece = (excess + VERA_CHUNK - 1) & ~(VERA_CHUNK - 1);
    if (idle < age && piece < run->size && vera_run_record_is_available()) {
        size_t rest = run->size - piece;
        vera_run_change(warm, run, run->addr, rest);
        return vera_run_record_take(run->addr + rest, piece, run->since);
    }
    vera_run_remove(warm, run);
    return run;
}

struct vera_run *vera_retained_next_to_release(struct vera_retained *retained, bool all)
{
    if (!all && !is_cold_surplus(retained)) {
        return NULL;
    }
    struct vera_run *run = vera_run_below(&retained->cold, SIZE_MAX);
    if (run != NULL) {
        vera_run_remove(&retained->cold, run);
    }
    return run;
}

void vera_retained_decay(struct vera_retained *retained)
{
    retained->peak -= (retained->peak - retained->in_use) / 2;
}
