/* The three kinds of places, and the records of those outside slots. */
#include "check/place.h"

#include "arena.h"
#include "cache.h"
#include "check/mark.h"
#include "class.h"
#include "map.h"
#include "registry.h"
#include "setting.h"
#include "slab.h"
#include "system.h"

#include <vera/sys.h>

#define SIDE 16u /* the least number of marked bytes on each side */

/* Pages for guarded blocks, guards included. A guarded block takes two mappings, and a process
 * may have some 65,000. */
#define USUAL_PAGES 16384u

/* The record of a place outside slots, which no slab leads to. */
struct record {
    struct vera_check_block block;
    struct record *older;
};

static struct vera_lock lock = VERA_LOCK_INIT;
static struct vera_check_block *free_records;
static struct record *newest; /* of all records */
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

static struct vera_check_block *new_record(void)
{
    struct record *record = vera_arena_take(sizeof *record);
    if (record == NULL) {
        return NULL;
    }
    vera_lock(&lock);
    record->older = newest;
    newest = record;
    vera_unlock(&lock);
    return &record->block;
}

static struct vera_check_block *take_record(void)
{
    vera_lock(&lock);
    struct vera_check_block *block = free_records;
    if (block != NULL) {
        free_records = block->next;
    }
    vera_unlock(&lock);
    return block != NULL ? block : new_record();
}

static void give_record(struct vera_check_block *block)
{
    vera_lock(&lock);
    block->next = free_records;
    free_records = block;
    vera_unlock(&lock);
}

static struct vera_check_block *fill_in(struct vera_check_block *block,
                                        enum vera_check_block_kind kind, char *base, size_t room)
{
    block->kind = (uint8_t)kind;
    block->base = base;
    block->room = room;
    return block;
}

static struct vera_check_block *place_guarded(size_t size, size_t align)
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
    struct vera_check_block *block = take_record();
    char *base = block != NULL ? vera_system_map_guarded(body) : NULL;
    if (base != NULL && vera_map_reserve(base, body)) {
        vera_map_set_check_block(base, body, block);
        block->start = base + ((body - size) & ~(align - 1));
        return fill_in(block, VERA_CHECK_GUARDED, base, body);
    }
    if (base != NULL) {
        vera_system_unmap_guarded(base, body);
    }
    if (block != NULL) {
        give_record(block);
    }
    give_pages(pages);
    return NULL;
}

static size_t front_for(size_t align)
{
    return align > SIDE ? align : SIDE;
}

/* A slot without a block is all marks, once it has had a block. */
static struct vera_check_block *place_in_slot(size_t size, size_t align)
{
    size_t front = front_for(align);
    unsigned class = vera_class_of(front + size + SIDE, align);
    void *slot = class != VERA_CLASS_LARGE ? vera_cache_take(vera_registry_own(), class) : NULL;
    if (slot == NULL) {
        return NULL;
    }
    struct vera_check_block *block = vera_check_block_find(slot);
    if (block->base == NULL) {
        fill_in(block, VERA_CHECK_SLOT, slot, vera_class_size(class));
        block->class = (uint8_t) class;
        vera_mark_write(block->base, vera_check_block_end_of_place(block));
    }
    block->start = block->base + front;
    return block;
}

/* The page map has whole pages only. */
static int64_t align_of_run(size_t align)
{
    return (int64_t)(align > vera_system_page() ? align : vera_system_page());
}

/* A block whose alignment is above a page starts where its run does. */
static struct vera_check_block *place_in_run(size_t size, size_t align)
{
    size_t front = align > vera_system_page() ? 0 : front_for(align);
    size_t room = front + size + SIDE;
    if (room < size || room > PTRDIFF_MAX) {
        return NULL;
    }
    struct vera_check_block *block = take_record();
    if (block == NULL) {
        return NULL;
    }
    char *base = __vera_sys_alloc((int64_t)room, align_of_run(align));
    if (base == NULL || !vera_map_reserve(base, room)) {
        __vera_sys_free(base, (int64_t)room, align_of_run(align));
        give_record(block);
        return NULL;
    }
    vera_map_set_check_block(base, room, block);
    block->start = base + front;
    return fill_in(block, VERA_CHECK_RUN, base, room);
}

struct vera_check_block *vera_place_take(size_t size, size_t align)
{
    struct vera_check_block *block = place_guarded(size, align);
    block = block != NULL ? block : place_in_slot(size, align);
    return block != NULL ? block : place_in_run(size, align);
}

static bool give_run(struct vera_check_block *block)
{
    atomic_store_explicit(&block->state, VERA_CHECK_NONE, memory_order_release);
    vera_map_set_check_block(block->base, block->room, NULL);
    vera_map_unreserve(block->base, block->room);
    __vera_sys_free(block->base, (int64_t)block->room, align_of_run(vera_check_block_align(block)));
    give_record(block);
    return true;
}

static bool give_guarded(struct vera_check_block *block)
{
    size_t room = block->room;
    vera_map_set_check_block(block->base, room, NULL);
    if (!vera_system_unmap_guarded(block->base, room)) {
        vera_map_set_check_block(block->base, room, block);
        return false;
    }
    atomic_store_explicit(&block->state, VERA_CHECK_NONE, memory_order_release);
    vera_map_unreserve(block->base, room);
    give_pages(room / vera_system_page() + 1);
    give_record(block);
    return true;
}

/* Finds no misuse: in check mode only slots that were taken come here. */
static bool give_slot(struct vera_check_block *block)
{
    struct vera_faults none = {.count = 0};
    atomic_store_explicit(&block->state, VERA_CHECK_NONE, memory_order_release);
    return vera_cache_give(vera_registry_own(), block->class, block->base, &none);
}

bool vera_place_give(struct vera_check_block *block)
{
    switch (block->kind) {
    case VERA_CHECK_SLOT:
        return give_slot(block);
    case VERA_CHECK_RUN:
        return give_run(block);
    default: /* guarded, sealed or not */
        return give_guarded(block);
    }
}

void vera_place_each(void (*act)(const struct vera_check_block *block, void *argument),
                     void *argument)
{
    vera_lock(&lock);
    struct record *record = newest;
    vera_unlock(&lock);
    for (; record != NULL; record = record->older) {
        act(&record->block, argument);
    }
    vera_slab_each_check_block(act, argument);
}
