/* Warm runs come before cold ones, and writable cold ones before sealed ones. */
#include "taking.h"

#include "run_record.h"
#include "surplus.h"
#include "system.h"

/* Cold runs for spreading are at most this part of what is in use: a program that only allocates
 * gains nothing by them, and they count where a process's addresses are limited. */
#define SPREAD_SHARE 8u

static uintptr_t aligned(uintptr_t addr, size_t align)
{
    return (addr + align - 1) & ~(uintptr_t)(align - 1);
}

static size_t smaller(size_t one, size_t other)
{
    return one < other ? one : other;
}

static void begin(struct vera_taking *taking, uintptr_t addr, size_t size)
{
    *taking = (struct vera_taking){.addr = addr, .size = size};
}

static void add_part(struct vera_taking *taking, uintptr_t addr, size_t size,
                     enum vera_run_state state)
{
    taking->parts[taking->count++] = (struct vera_part){addr, size, state};
}

static void add_run(struct vera_retained *retained, enum vera_run_state state, uintptr_t addr,
                    size_t size)
{
    if (size > 0) {
        vera_retained_add(retained, state, vera_run_record_take(addr, size, 0));
    }
}

/* Out of `rest` bytes of sealed ones, a small request takes a chunk. */
static size_t portion(enum vera_run_state state, size_t size, size_t rest)
{
    return state == VERA_RUN_SEALED && size < VERA_CHUNK ? smaller(VERA_CHUNK, rest) : size;
}

static bool find_in(struct vera_retained *retained, enum vera_run_state state, size_t size,
                    size_t align, size_t room, struct vera_taking *taking)
{
    struct vera_run *run = vera_run_set_find(&retained->idle[state], room);
    if (run == NULL) {
        return false;
    }
    uintptr_t addr = aligned(run->addr, align);
    size_t part = portion(state, size, run->addr + run->size - addr);
    begin(taking, addr, size);
    add_part(taking, addr, part, state);
    vera_retained_cut(retained, state, run, addr, part);
    return true;
}

/* The cold runs beside a warm one. */
struct neighbours {
    struct vera_run *before, *after;
    enum vera_run_state state_before, state_after;
    size_t bytes_before, bytes_after;
};

static size_t bytes(const struct vera_run *run)
{
    return run != NULL ? run->size : 0;
}

static struct neighbours neighbours_of(const struct vera_retained *retained,
                                       const struct vera_run *run)
{
    struct neighbours cold;
    cold.before = vera_retained_cold_beside(retained, run, VERA_RUN_BEFORE, &cold.state_before);
    cold.after = vera_retained_cold_beside(retained, run, VERA_RUN_AFTER, &cold.state_after);
    cold.bytes_before = bytes(cold.before);
    cold.bytes_after = bytes(cold.after);
    return cold;
}

/* The largest warm run that has `size` bytes together with the cold ones beside it, if it is
 * a good part of those bytes itself and is found in a few tries. */
static struct vera_run *find_extensible(const struct vera_retained *retained, size_t size,
                                        struct neighbours *cold)
{
    enum { TRIES = 32, PARTS = 4 };
    const struct vera_run_set *warm = &retained->idle[VERA_RUN_WARM];
    struct vera_run *run = vera_run_set_below(warm, size);
    for (unsigned tries = 0; tries < TRIES && bytes(run) >= size / PARTS; tries++) {
        *cold = neighbours_of(retained, run);
        if (cold->bytes_before + run->size + cold->bytes_after >= size) {
            return run;
        }
        run = vera_run_set_below(warm, run->size);
    }
    return NULL;
}

/* Takes a run that is larger than every warm one from a warm one and the cold ones beside it,
 * so that only a part of its pages is new. The cold run after the warm one is used first, and
 * the one before it supplies the rest. */
static bool find_extended(struct vera_retained *retained, size_t size, struct vera_taking *taking)
{
    struct neighbours cold;
    struct vera_run *run = find_extensible(retained, size, &cold);
    if (run == NULL) {
        return false;
    }
    size_t more = size - run->size;
    size_t at_end = smaller(cold.bytes_after, more);
    size_t at_start = more - at_end;
    begin(taking, run->addr - at_start, size);
    if (at_start > 0) {
        add_part(taking, taking->addr, at_start, cold.state_before);
        vera_retained_cut(retained, cold.state_before, cold.before, taking->addr, at_start);
    }
    add_part(taking, run->addr, run->size, VERA_RUN_WARM);
    if (at_end > 0) {
        add_part(taking, cold.after->addr, at_end, cold.state_after);
        vera_retained_cut(retained, cold.state_after, cold.after, cold.after->addr, at_end);
    }
    vera_retained_cut(retained, VERA_RUN_WARM, run, run->addr, run->size);
    return true;
}

/* Holds an aligned run wherever it lies. */
static size_t room_for(size_t size, size_t align)
{
    return size + (align - vera_system_page());
}

bool vera_taking_find_warm(struct vera_retained *retained, size_t size, size_t align,
                           struct vera_taking *taking)
{
    size_t room = room_for(size, align);
    return find_in(retained, VERA_RUN_WARM, size, align, room, taking) ||
           (size >= VERA_CHUNK && room == size && find_extended(retained, size, taking));
}

bool vera_taking_find_cold(struct vera_retained *retained, size_t size, size_t align,
                           struct vera_taking *taking)
{
    size_t room = room_for(size, align);
    return find_in(retained, VERA_RUN_COLD, size, align, room, taking) ||
           find_in(retained, VERA_RUN_SEALED, size, align, room, taking);
}

bool vera_taking_should_spread(const struct vera_retained *retained, size_t room)
{
    return room >= VERA_CHUNK && vera_surplus_may_seal(retained) &&
           vera_retained_cold(retained) + room <= retained->in_use / SPREAD_SHARE;
}

void vera_taking_split(struct vera_retained *retained, void *mapping, size_t mapped,
                       enum vera_run_state state, size_t size, size_t align,
                       struct vera_taking *taking)
{
    uintptr_t start = (uintptr_t)mapping;
    uintptr_t addr = aligned(start, align);
    uintptr_t end = addr + size;
    begin(taking, addr, size);
    add_part(taking, addr, size, state);
    add_run(retained, state, start, addr - start);
    add_run(retained, state, end, start + mapped - end);
}

/* Bytes of the run that were not warm. */
static size_t without_pages(const struct vera_taking *taking)
{
    size_t size = taking->size;
    for (unsigned i = 0; i < taking->count; i++) {
        const struct vera_part *part = &taking->parts[i];
        size -= part->state == VERA_RUN_WARM ? smaller(part->size, size) : 0;
    }
    return size;
}

void *vera_taking_hand_out(struct vera_retained *retained, const struct vera_taking *taking)
{
    const struct vera_part *last = &taking->parts[taking->count - 1];
    uintptr_t end = taking->addr + taking->size;
    add_run(retained, VERA_RUN_COLD, end, last->addr + last->size - end);
    vera_retained_miss(retained, without_pages(taking));
    vera_retained_count_in(retained, taking->size);
    return (void *)taking->addr;
}

void vera_taking_give_back(struct vera_retained *retained, const struct vera_taking *taking)
{
    for (unsigned i = 0; i < taking->count; i++) {
        const struct vera_part *part = &taking->parts[i];
        add_run(retained, part->state, part->addr, part->size);
    }
}
