/* Places, marks and spoilt bytes. */
#include "checked.h"

#include "central.h"
#include "class.h"
#include "map.h"
#include "record.h"
#include "setting.h"
#include "slab.h"
#include "system.h"

#include <string.h>
#include <vera/sys.h>

#define MARK 0xA5u  /* beside a block */
#define SPOIL 0xDBu /* in a freed one: as a pointer, an address that no program has */
#define SIDE 16u    /* bytes that are marked on each side, at least */

/* Pages that guarded blocks may take, guards included. Each of them takes a mapping
 * or two, of which a process has some 65,000. */
#define USUAL_PAGES 16384u

static struct vera_lock lock = VERA_LOCK_INIT;
static struct vera_checked *unused;
static struct vera_checked *runs; /* all records of runs */
static atomic_size_t pages_taken;
static size_t pages_most = USUAL_PAGES;
static unsigned generation; /* forks between the first process and this one */

void vera_checked_read_setting(void)
{
    pages_most = vera_setting_number("VERA_MEMORY_CHECK_PAGES", USUAL_PAGES);
}

static size_t counted(size_t size)
{
    return size == 0 ? 1 : size;
}

static bool take_pages(size_t count)
{
    size_t taken = atomic_fetch_add_explicit(&pages_taken, count, memory_order_relaxed);
    bool enough = taken <= pages_most && count <= pages_most - taken;
    if (!enough) {
        atomic_fetch_sub_explicit(&pages_taken, count, memory_order_relaxed);
    }
    return enough;
}

static void give_pages(size_t count)
{
    atomic_fetch_sub_explicit(&pages_taken, count, memory_order_relaxed);
}

static struct vera_checked *take_record(void)
{
    vera_lock_take(&lock);
    struct vera_checked *checked = unused;
    if (checked != NULL) {
        unused = checked->next;
    }
    vera_lock_drop(&lock);
    if (checked != NULL) {
        return checked;
    }
    checked = vera_record_new(sizeof *checked);
    if (checked != NULL) {
        vera_lock_take(&lock);
        checked->sibling = runs;
        runs = checked;
        vera_lock_drop(&lock);
    }
    return checked;
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
    checked->kind = kind;
    checked->base = base;
    checked->room = room;
    return checked;
}

static struct vera_checked *place_guarded(size_t size, size_t align)
{
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

static struct vera_checked *place_in_slot(size_t size, size_t align)
{
    size_t front = front_for(align);
    unsigned class = vera_class_of(front + size + SIDE, align);
    void *slot;
    if (class == VERA_CLASS_LARGE || vera_central_take(class, &slot, 1) == 0) {
        return NULL;
    }
    struct vera_slab *slab = vera_map_find(slot).slab;
    struct vera_checked *checked = vera_slab_checked(slab, vera_slab_slot(slab, slot));
    checked->class = class;
    checked->block = (char *)slot + front;
    return settle(checked, VERA_CHECKED_SLOT, slot, vera_class_size(class));
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
    char *base = __vera_sys_alloc((int64_t)room, (int64_t)align);
    if (base == NULL || !vera_map_reserve(base, room)) {
        __vera_sys_free(base, (int64_t)room, (int64_t)align);
        keep_record(checked);
        return NULL;
    }
    vera_map_set_checked(base, room, checked);
    checked->block = base + front;
    return settle(checked, VERA_CHECKED_RUN, base, room);
}

struct vera_checked *vera_checked_place(size_t size, size_t align)
{
    size_t bytes = counted(size);
    struct vera_checked *checked = place_guarded(bytes, align);
    if (checked == NULL) {
        checked = place_in_slot(bytes, align);
    }
    if (checked == NULL) {
        checked = place_in_run(bytes, align);
    }
    if (checked != NULL) {
        checked->size = size;
        checked->align = align;
        checked->generation = generation;
        checked->freed = NULL;
        vera_checked_mark(checked);
    }
    return checked;
}

struct vera_checked *vera_checked_find(const void *addr)
{
    struct vera_checked *run = vera_map_find_checked(addr);
    struct vera_slab *slab = run == NULL ? vera_map_find(addr).slab : NULL;
    return slab == NULL || !vera_slab_spans(slab, addr)
               ? run
               : vera_slab_checked(slab, vera_slab_slot(slab, addr));
}

static char *end_of_block(const struct vera_checked *checked)
{
    return checked->block + counted(checked->size);
}

static char *end_of_place(const struct vera_checked *checked)
{
    return checked->base + checked->room;
}

void vera_checked_mark(const struct vera_checked *checked)
{
    char *end = end_of_block(checked);
    memset(checked->base, MARK, (size_t)(checked->block - checked->base));
    memset(end, MARK, (size_t)(end_of_place(checked) - end));
}

/* The first byte from `at` to `end` that is another; null if none is. */
static const char *find_other(const char *at, const char *end, unsigned char byte)
{
    size_t count = (size_t)(end - at);
    if (count == 0 || ((unsigned char)*at == byte && memcmp(at, at + 1, count - 1) == 0)) {
        return NULL;
    }
    while ((unsigned char)*at == byte) {
        at++;
    }
    return at;
}

const char *vera_checked_overrun(const struct vera_checked *checked)
{
    /* What lies close to the block is most telling, but the first byte of all that
     * differs will do before it. */
    const char *after = find_other(end_of_block(checked), end_of_place(checked), MARK);
    return after != NULL ? after : find_other(checked->base, checked->block, MARK);
}

void vera_checked_spoil(struct vera_checked *checked)
{
    checked->sealed =
        checked->kind == VERA_CHECKED_GUARDED && vera_system_seal(checked->base, checked->room);
    if (!checked->sealed) {
        memset(checked->block, SPOIL, counted(checked->size));
    }
}

const char *vera_checked_written(const struct vera_checked *checked)
{
    if (checked->sealed) {
        return NULL;
    }
    const char *inside = find_other(checked->block, end_of_block(checked), SPOIL);
    return inside != NULL ? inside : vera_checked_overrun(checked);
}

bool vera_checked_is_live_here(const struct vera_checked *checked)
{
    return atomic_load_explicit(&checked->state, memory_order_acquire) == VERA_CHECKED_LIVE &&
           checked->generation == generation;
}

void vera_checked_forked(void)
{
    generation++;
}

static bool leave_run(struct vera_checked *checked)
{
    atomic_store_explicit(&checked->state, VERA_CHECKED_NONE, memory_order_release);
    vera_map_set_checked(checked->base, checked->room, NULL);
    __vera_sys_free(checked->base, (int64_t)checked->room, (int64_t)checked->align);
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
    give_pages(room / vera_system_page() + 1);
    keep_record(checked);
    return true;
}

bool vera_checked_leave(struct vera_checked *checked)
{
    switch (checked->kind) {
    case VERA_CHECKED_GUARDED:
        return leave_guarded(checked);
    case VERA_CHECKED_RUN:
        return leave_run(checked);
    default: {
        void *slot = checked->base;
        atomic_store_explicit(&checked->state, VERA_CHECKED_NONE, memory_order_release);
        vera_central_give(checked->class, &slot, 1);
        return true;
    }
    }
}

void vera_checked_each(void (*act)(const struct vera_checked *checked, void *argument),
                       void *argument)
{
    vera_lock_take(&lock);
    struct vera_checked *run = runs;
    vera_lock_drop(&lock);
    for (; run != NULL; run = run->sibling) {
        act(run, argument);
    }
    vera_slab_each_checked(act, argument);
}

void vera_checked_each_lock(void (*act)(struct vera_lock *))
{
    act(&lock);
}
