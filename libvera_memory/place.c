/* The three kinds of places, and the records of those that are in no slot. */
#include "place.h"

#include "caches.h"
#include "class.h"
#include "map.h"
#include "mark.h"
#include "record.h"
#include "setting.h"
#include "slab.h"

#include <vera/sys.h>

#define SIDE 16u /* bytes that are marked on each side, at least */

/* Pages that guarded blocks may take, guards included. Each of them takes a mapping
 * or two, of which a process has some 65,000. */
#define USUAL_PAGES 16384u

/* The record of what is not in a slot: there is no slab by which to find it again. */
struct run {
    struct vera_checked checked;
    struct run *older;
};

static struct vera_lock lock = VERA_LOCK_INIT;
static struct vera_checked *unused;
static struct run *runs; /* all records of runs */
static atomic_size_t pages_taken;
static size_t pages_most = USUAL_PAGES;

void vera_place_read_setting(void)
{
    pages_most = vera_setting_number("VERA_MEMORY_CHECK_PAGES", USUAL_PAGES);
}

static bool are_pages_left(void)
{
    return atomic_load_explicit(&pages_taken, memory_order_relaxed) < pages_most;
}

static bool take_pages(size_t count)
{
    size_t taken = atomic_load_explicit(&pages_taken, memory_order_relaxed);
    do {
        if (count > pages_most - taken) {
            return false;
        }
    } while (!atomic_compare_exchange_weak_explicit(&pages_taken, &taken, taken + count,
                                                    memory_order_relaxed, memory_order_relaxed));
    return true;
}

static void give_pages(size_t count)
{
    atomic_fetch_sub_explicit(&pages_taken, count, memory_order_relaxed);
}

static struct vera_checked *new_record(void)
{
    struct run *run = vera_record_new(sizeof *run);
    if (run == NULL) {
        return NULL;
    }
    vera_lock_take(&lock);
    run->older = runs;
    runs = run;
    vera_lock_drop(&lock);
    return &run->checked;
}

static struct vera_checked *take_record(void)
{
    vera_lock_take(&lock);
    struct vera_checked *checked = unused;
    if (checked != NULL) {
        unused = checked->next;
    }
    vera_lock_drop(&lock);
    return checked != NULL ? checked : new_record();
}

static void keep_record(struct vera_checked *checked)
{
    vera_lock_take(&lock);
    checked->next = unused;
    unused = checked;
    vera_lock_drop(&lock);
}

static struct vera_checked *settle(struct vera_checked *checked, enum vera_checked_kind kind,
                                   char *base, size_t room)
{
    checked->kind = (uint8_t)kind;
    checked->base = base;
    checked->room = room;
    return checked;
}

static struct vera_checked *place_guarded(size_t size, size_t align)
{
    if (!are_pages_left()) {
        return NULL;
    }
    size_t page = vera_system_page();
    size_t body = vera_system_in_pages(size);
    size_t pages = body / page + 1;
    if (align > page || !take_pages(pages)) {
        return NULL;
    }
    struct vera_checked *checked = take_record();
    char *base = checked != NULL ? vera_system_guarded(body) : NULL;
    if (base != NULL && vera_map_reserve(base, body)) {
        vera_map_set_checked(base, body, checked);
        checked->block = base + ((body - size) & ~(align - 1));
        return settle(checked, VERA_CHECKED_GUARDED, base, body);
    }
    if (base != NULL) {
        vera_system_unguard(base, body);
    }
    if (checked != NULL) {
        keep_record(checked);
    }
    give_pages(pages);
    return NULL;
}

static size_t front_for(size_t align)
{
    return align > SIDE ? align : SIDE;
}

/* A slot without a block is all marks, but for one that none was in yet. */
static struct vera_checked *place_in_slot(size_t size, size_t align)
{
    size_t front = front_for(align);
    unsigned class = vera_class_of(front + size + SIDE, align);
    void *slot = class != VERA_CLASS_LARGE ? vera_cache_refill(vera_caches_own(), class) : NULL;
    if (slot == NULL) {
        return NULL;
    }
    struct vera_checked *checked = vera_checked_find(slot);
    if (checked->base == NULL) {
        settle(checked, VERA_CHECKED_SLOT, slot, vera_class_size(class));
        checked->class = (uint8_t) class;
        vera_mark_write(checked->base, vera_checked_end_of_place(checked));
    }
    checked->block = checked->base + front;
    return checked;
}

/* The page map has whole pages alone. */
static int64_t align_of_run(size_t align)
{
    return (int64_t)(align > vera_system_page() ? align : vera_system_page());
}

/* A block with an alignment above a page begins where its run does. */
static struct vera_checked *place_in_run(size_t size, size_t align)
{
    size_t front = align > vera_system_page() ? 0 : front_for(align);
    size_t room = front + size + SIDE;
    if (room < size || room > PTRDIFF_MAX) {
        return NULL;
    }
    struct vera_checked *checked = take_record();
    if (checked == NULL) {
        return NULL;
    }
    char *base = __vera_sys_alloc((int64_t)room, align_of_run(align));
    if (base == NULL || !vera_map_reserve(base, room)) {
        __vera_sys_free(base, (int64_t)room, align_of_run(align));
        keep_record(checked);
        return NULL;
    }
    vera_map_set_checked(base, room, checked);
    checked->block = base + front;
    return settle(checked, VERA_CHECKED_RUN, base, room);
}

struct vera_checked *vera_place_take(size_t size, size_t align)
{
    struct vera_checked *checked = place_guarded(size, align);
    checked = checked != NULL ? checked : place_in_slot(size, align);
    return checked != NULL ? checked : place_in_run(size, align);
}

static bool leave_run(struct vera_checked *checked)
{
    atomic_store_explicit(&checked->state, VERA_CHECKED_NONE, memory_order_release);
    vera_map_set_checked(checked->base, checked->room, NULL);
    vera_map_release(checked->base, checked->room);
    __vera_sys_free(checked->base, (int64_t)checked->room,
                    align_of_run(vera_checked_align(checked)));
    keep_record(checked);
    return true;
}

static bool leave_guarded(struct vera_checked *checked)
{
    size_t room = checked->room;
    vera_map_set_checked(checked->base, room, NULL);
    if (!vera_system_unguard(checked->base, room)) {
        vera_map_set_checked(checked->base, room, checked);
        return false;
    }
    atomic_store_explicit(&checked->state, VERA_CHECKED_NONE, memory_order_release);
    vera_map_release(checked->base, room);
    give_pages(room / vera_system_page() + 1);
    keep_record(checked);
    return true;
}

bool vera_place_leave(struct vera_checked *checked)
{
    switch (checked->kind) {
    case VERA_CHECKED_SLOT:
        atomic_store_explicit(&checked->state, VERA_CHECKED_NONE, memory_order_release);
        vera_cache_flush(vera_caches_own(), checked->class, checked->base);
        return true;
    case VERA_CHECKED_RUN:
        return leave_run(checked);
    default:
        return leave_guarded(checked);
    }
}

void vera_place_each(void (*act)(const struct vera_checked *checked, void *argument),
                     void *argument)
{
    vera_lock_take(&lock);
    struct run *run = runs;
    vera_lock_drop(&lock);
    for (; run != NULL; run = run->older) {
        act(&run->checked, argument);
    }
    vera_slab_each_checked(act, argument);
}

void vera_place_each_lock(void (*act)(struct vera_lock *))
{
    act(&lock);
}
