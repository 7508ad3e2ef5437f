/* What the primitives do: a free list of runs of pages.
 *
 * A request takes an idle run, or else a new mapping. Warm runs are bounded by
 * VERA_SYSTEM_IDLE and lose their pages by age. The large cold ones are sealed, and cold ones
 * are released when they exceed what is in use.
 */
#include "cooling.h"
#include "pages.h"
#include "run_record.h"
#include "surplus.h"
#include "taking.h"

#include "system.h"

#define ADDRESSES_ARE_FEW (UINTPTR_MAX <= UINT32_MAX)

static struct vera_runs runs = {VERA_LOCK_INIT, {.facts = &vera_pages_facts}};

/* Unlocks, and gives up the surplus, however long it has been idle. */
static void unlock_and_give_up(void)
{
    bool surplus = vera_surplus_is_any(&runs.retained);
    vera_unlock(&runs.lock);
    if (surplus) {
        vera_cooling_give_up(&runs, 0, UINT64_MAX);
    }
}

/* Locks, and reserves the records that handing out a run takes. False, with nothing locked,
 * when there is no memory for them. */
static bool lock_with_records(void)
{
    vera_lock(&runs.lock);
    while (!vera_run_record_reserve()) {
        vera_unlock(&runs.lock);
        struct vera_run *run = vera_run_record_new();
        if (run == NULL) {
            return false;
        }
        vera_lock(&runs.lock);
        vera_run_record_give(run);
    }
    return true;
}

/* False when the system refuses. What is lost is forgotten. */
static bool unseal(struct vera_part *part)
{
    enum vera_unsealing end = vera_pages_unseal((void *)part->addr, part->size);
    if (end == VERA_PAGES_UNSEALED) {
        part->state = VERA_RUN_COLD;
    } else if (end == VERA_PAGES_LOST) {
        part->size = 0;
    }
    return end == VERA_PAGES_UNSEALED;
}

/* Makes the parts ready for use. */
static bool open_parts(struct vera_taking *taking)
{
    for (unsigned i = 0; i < taking->count; i++) {
        struct vera_part *part = &taking->parts[i];
        if (part->state == VERA_RUN_COLD) {
            vera_pages_reuse((void *)part->addr, part->size);
        } else if (part->state == VERA_RUN_SEALED && !unseal(part)) {
            return false;
        }
    }
    return true;
}

static bool is_warm(const struct vera_taking *taking)
{
    return taking->count == 1 && taking->parts[0].state == VERA_RUN_WARM;
}

/* Hands out what was taken; null when the system refuses to unseal it. The lock is held, except
 * during the system calls. */
static void *finish(struct vera_taking *taking)
{
    if (!is_warm(taking)) {
        vera_unlock(&runs.lock);
        bool opened = open_parts(taking);
        vera_lock(&runs.lock);
        if (!opened) {
            vera_taking_give_back(&runs.retained, taking);
            return NULL;
        }
    }
    return vera_taking_hand_out(&runs.retained, taking);
}

/* Takes a run from a new mapping of `mapped` bytes. If more than a chunk of them is not for
 * this request, they are sealed from the start. The lock is held, except during the system
 * calls. */
static void *take_mapped(size_t size, size_t align, size_t mapped)
{
    bool sealed = mapped - size >= VERA_CHUNK;
    struct vera_taking taking;
    vera_unlock(&runs.lock);
    void *start = sealed ? vera_pages_reserve(mapped, align) : vera_pages_map(mapped, align);
    vera_lock(&runs.lock);
    if (start == NULL) {
        return NULL;
    }
    vera_retained_add_mapping(&runs.retained, (uintptr_t)start, mapped);
    vera_taking_split(&runs.retained, start, mapped, sealed ? VERA_RUN_SEALED : VERA_RUN_COLD, size,
                      align, &taking);
    return finish(&taking);
}

/* Each step is tried when those before it give nothing: the new mapping may not be had, and the
 * system may refuse to unseal. The lock is held, except during the system calls. */
static void *take(size_t size, size_t align)
{
    size_t room = vera_system_in_runs(vera_pages_room(size, align));
    struct vera_taking taking;
    void *addr = NULL;
    if (vera_taking_find_warm(&runs.retained, size, align, &taking)) {
        addr = finish(&taking);
    }
    if (addr == NULL && vera_taking_should_spread(&runs.retained, room)) {
        addr = take_mapped(size, align, room + room);
    }
    if (addr == NULL && vera_taking_find_cold(&runs.retained, size, align, &taking)) {
        addr = finish(&taking);
    }
    if (addr == NULL && room < VERA_CHUNK) {
        addr = take_mapped(size, align, VERA_CHUNK);
    }
    return addr != NULL ? addr : take_mapped(size, align, room);
}

/* Whether an object can be so large. */
static bool is_possible(size_t size, size_t align)
{
    return align <= VERA_SYSTEM_MOST_ALIGN && size <= PTRDIFF_MAX - align;
}

void *vera_system_take_run(size_t size, size_t align)
{
    if (!is_possible(size, align) || !lock_with_records()) {
        return NULL;
    }
    size_t page = vera_system_page();
    void *addr = take(vera_system_in_pages(size), align > page ? align : page);
    vera_run_record_unreserve(addr != NULL ? VERA_RUN_RECORD_RESERVE - 1 : VERA_RUN_RECORD_RESERVE);
    unlock_and_give_up();
    return addr;
}

/* Takes back a run that was handed out; it is in no set then. The lock is held. */
static struct vera_run *take_back(void *addr, size_t size, uint64_t since)
{
    return vera_retained_take_back(&runs.retained, addr, vera_system_in_pages(size), since);
}

/* Retains a run that was taken back, or not. The lock is held at first. */
static void give(struct vera_run *run, size_t align)
{
    enum vera_run_end end = vera_surplus_end_of_return(&runs.retained, run, align);
    if (end != VERA_RUN_RETAIN) {
        vera_unlock(&runs.lock);
        vera_cooling_cool(&runs, run, end);
        vera_lock(&runs.lock);
    }
    unlock_and_give_up();
}

void vera_system_give_run(void *addr, size_t size, size_t align)
{
    uint64_t now = vera_system_now();
    vera_lock(&runs.lock);
    give(take_back(addr, size, now), align);
}

void vera_system_refuse(void *addr, size_t size, size_t align)
{
    if (addr != NULL) {
        vera_lock(&runs.lock);
        give(vera_retained_refuse(&runs.retained, addr, vera_system_in_pages(size), 0), align);
    }
}

void vera_system_purge_run(void *addr, size_t size)
{
    vera_lock(&runs.lock);
    struct vera_run *run = take_back(addr, size, 0);
    vera_unlock(&runs.lock);
    vera_cooling_cool_as_fits(&runs, run);
    vera_lock(&runs.lock);
    unlock_and_give_up();
}

void vera_system_purge_idle(uint64_t now, uint64_t age)
{
    vera_lock(&runs.lock);
    vera_retained_decay(&runs.retained);
    vera_unlock(&runs.lock);
    vera_cooling_give_up(&runs, now, age);
    vera_cooling_end_spares(&runs, 0);
}

void vera_system_release_idle(void)
{
    vera_cooling_release_all(&runs);
    vera_cooling_end_spares(&runs, 0);
}

/* Whether the system has that many bytes. If it does not take them back, they become cold; true
 * if there is no memory for the records of that. */
static bool can_map(size_t size)
{
    if (!lock_with_records()) {
        return true;
    }
    vera_unlock(&runs.lock);
    void *addr = vera_pages_map(size, vera_system_page());
    bool stays = addr != NULL && !vera_pages_unmap(addr, size);
    vera_lock(&runs.lock);
    if (stays) {
        vera_retained_add_mapping(&runs.retained, (uintptr_t)addr, size);
        vera_retained_add(&runs.retained, VERA_RUN_COLD,
                          vera_run_record_take((uintptr_t)addr, size, 0));
    }
    vera_run_record_unreserve(VERA_RUN_RECORD_RESERVE);
    vera_unlock(&runs.lock);
    return addr != NULL;
}

bool vera_system_could_fit(size_t size, size_t align, size_t more)
{
    if (!is_possible(size, align)) {
        return false;
    }
    size_t page = vera_system_page();
    size_t room = vera_pages_room(vera_system_in_pages(size), align > page ? align : page);
    struct vera_system_count count = vera_system_count();
    size_t released = count.warm + count.cold + vera_system_in_pages(more);
    return ADDRESSES_ARE_FEW || room <= released || can_map(room - released) || !can_map(page);
}

struct vera_system_count vera_system_count(void)
{
    struct vera_system_count count = vera_pages_count();
    vera_lock(&runs.lock);
    count.in_use = runs.retained.in_use;
    count.warm = runs.retained.idle[VERA_RUN_WARM].bytes;
    count.cold = vera_retained_cold(&runs.retained);
    vera_unlock(&runs.lock);
    return count;
}
