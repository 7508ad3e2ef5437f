/* The three kinds of places, and which of them an address is in. */
#include "check/place.h"

#include "arguments.h"
#include "check/group.h"
#include "check/guarded.h"
#include "check/map.h"
#include "check/mark.h"
#include "check/record.h"
#include "class.h"
#include "system.h"

#define SIDE 16u /* the least number of marked bytes on each side */

static bool fill_in(struct vera_check_block *block, struct vera_check_record *record,
                    enum vera_check_kind kind, char *base, size_t room)
{
    block->record = record;
    block->kind = kind;
    block->wide = 0;
    block->slack = 0;
    block->base = base;
    block->room = room;
    return true;
}

static size_t front_for(size_t align)
{
    return align > SIDE ? align : SIDE;
}

/* Without the marks, the next block in the slot would be accused at its free. So they are written
 * again even if nothing is reported. */
void vera_place_mark_free(struct vera_check_record *record, struct vera_findings *findings)
{
    char *slot = vera_check_record_slot(record);
    char *end = slot + vera_check_record_room(record);
    const char *byte = vera_mark_find_other(slot, end);
    if (byte == NULL) {
        return;
    }
    struct vera_check_block last;
    vera_check_record_read(record, &last);
    if (vera_check_block_is_own(&last) && !vera_findings_are_full(findings)) {
        last.state = VERA_CHECK_FREED;
        vera_findings_add(findings, &last, byte);
    }
    vera_mark_write(slot, end);
}

static bool place_in_slot(struct vera_check_block *block, size_t size, size_t align,
                          struct vera_findings *findings)
{
    size_t front = front_for(align);
    unsigned class = vera_class_of(front + vera_arguments_size((int64_t)size) + SIDE, align);
    if (class == VERA_CLASS_LARGE || vera_class_size(class) > VERA_GROUP_MAX_SLOT) {
        return false;
    }
    struct vera_slot slot = vera_group_take(class);
    if (slot.record == NULL) {
        return false;
    }
    if (slot.is_new) {
        vera_mark_write(slot.base, slot.base + slot.size);
    } else {
        vera_place_mark_free(slot.record, findings);
    }
    block->start = slot.base + front;
    return fill_in(block, slot.record, VERA_CHECK_SLOT, slot.base, slot.size);
}

/* The map has whole pages only. */
static size_t align_of_run(size_t align)
{
    return align > vera_system_page() ? align : vera_system_page();
}

/* A block whose alignment is above a page starts where its run does. */
static bool place_in_run(struct vera_check_block *block, size_t size, size_t align)
{
    size_t front = align > vera_system_page() ? 0 : front_for(align);
    size_t room = front + vera_arguments_size((int64_t)size) + SIDE;
    if (room < size || room > PTRDIFF_MAX) {
        return false;
    }
    struct vera_check_record *record = vera_check_record_take();
    if (record == NULL) {
        return false;
    }
    char *base = vera_system_take_run(room, align_of_run(align));
    if (base == NULL || !vera_check_map_reserve(base, room)) {
        vera_system_refuse(base, room, align_of_run(align));
        vera_check_record_give(record);
        return false;
    }
    vera_check_map_set_record(base, room, record);
    block->start = base + front;
    return fill_in(block, record, VERA_CHECK_RUN, base, room);
}

bool vera_place_take(struct vera_check_block *block, size_t size, size_t align,
                     struct vera_findings *findings)
{
    return vera_guarded_take(block, size, align) || place_in_slot(block, size, align, findings) ||
           place_in_run(block, size, align);
}

static bool give_slot(const struct vera_check_block *block)
{
    vera_check_record_end(block);
    vera_group_give(block->base, block->record);
    return true;
}

static bool give_run(const struct vera_check_block *block)
{
    vera_check_record_end(block);
    vera_check_map_set_record(block->base, block->room, NULL);
    vera_system_give_run(block->base, block->room, align_of_run(block->align));
    vera_check_record_give(block->record);
    return true;
}

bool vera_place_give(const struct vera_check_block *block)
{
    switch (block->kind) {
    case VERA_CHECK_SLOT:
        return give_slot(block);
    case VERA_CHECK_RUN:
        return give_run(block);
    default: /* guarded, sealed or not */
        return vera_guarded_give(block);
    }
}

void vera_place_release(void)
{
    vera_guarded_release();
    vera_group_release();
}

/* Whether an address is in a place, or behind it in the last page, which nobody else has. */
static bool has(const struct vera_check_block *block, const void *addr)
{
    size_t bytes = block->kind == VERA_CHECK_SLOT ? block->room : vera_system_in_pages(block->room);
    return (uintptr_t)addr - (uintptr_t)block->base < bytes;
}

/* `rest` becomes the bytes from the address to where the next place may be; 0 if the map knows. */
static bool find(const void *addr, struct vera_check_block *block, size_t *rest)
{
    struct vera_check_entry entry = vera_check_map_find(addr);
    struct vera_check_record *record = entry.record;
    *rest = record != NULL ? VERA_CHECK_GRAIN - (uintptr_t)addr % VERA_CHECK_GRAIN : 0;
    if (entry.group != NULL) {
        record = vera_group_find(entry.group, addr, rest);
    }
    return record != NULL && vera_check_record_read(record, block) && has(block, addr);
}

bool vera_place_find(const void *addr, struct vera_check_block *block)
{
    size_t rest;
    return find(addr, block, &rest);
}

bool vera_place_find_in(const void *addr, size_t count, struct vera_check_block *block)
{
    const char *at = addr;
    while (count > 0) {
        size_t rest;
        if (find(at, block, &rest)) {
            return true;
        }
        rest = rest > 0 ? rest : vera_check_map_gap(at);
        rest = rest < count ? rest : count;
        at += rest;
        count -= rest;
    }
    return false;
}
