/* One mapping without access for each block, which is opened in the middle; and what all of them
 * may take.
 */
#include "check/guarded.h"

#include "arguments.h"
#include "check/budget.h"
#include "check/map.h"
#include "check/record.h"
#include "mode.h"
#include "pages.h"
#include "setting.h"
#include "system.h"

/* Pages for guarded blocks, with one page for the guards of each. A guarded block takes three
 * mappings, and a process may have some 65,000. */
#define USUAL_PAGES 16384u

/* The part of all addresses that wide guards and slack may take. */
#define GUARDS_SHARE 8u

/* What all guarded blocks share. */
static struct vera_budget pages = {.most = USUAL_PAGES};
static struct vera_budget guards = {.most = SIZE_MAX / GUARDS_SHARE};

void vera_guarded_read_setting(void)
{
    size_t most_pages = vera_setting_number("VERA_MEMORY_CHECK_PAGES", USUAL_PAGES);
    vera_budget_limit(&pages, most_pages);
    if (vera_mode_is_check()) {
        vera_budget_limit(&guards, vera_system_most_addresses() / GUARDS_SHARE);
    }
}

/* Bytes in the guard that is wide if that bit is set. */
static size_t guard_of(const struct vera_check_block *block, unsigned bit)
{
    return (block->wide & bit) != 0 ? VERA_CHECK_WIDE_GUARD : vera_system_page();
}

static size_t before(const struct vera_check_block *block)
{
    return guard_of(block, VERA_CHECK_WIDE_BEFORE);
}

static size_t after(const struct vera_check_block *block)
{
    return guard_of(block, VERA_CHECK_WIDE_AFTER);
}

/* Addresses that it takes to find a multiple of the alignment among them. */
static size_t slack_for(size_t align)
{
    return align > vera_system_page() ? align - vera_system_page() : 0;
}

/* A guarded block's mapping. Slack that is not before the place is after it. */
static char *start_of_mapping(const struct vera_check_block *block)
{
    return block->base - block->slack - before(block);
}

static size_t bytes_of_mapping(const struct vera_check_block *block)
{
    return before(block) + slack_for(block->align) + block->room + after(block);
}

static size_t pages_of(const struct vera_check_block *block)
{
    return block->room / vera_system_page() + 1;
}

/* What it takes of the addresses for guards. A guard of one page does not count. */
static size_t guards_of(const struct vera_check_block *block)
{
    size_t first = (block->wide & VERA_CHECK_WIDE_BEFORE) != 0 ? VERA_CHECK_WIDE_GUARD : 0;
    size_t last = (block->wide & VERA_CHECK_WIDE_AFTER) != 0 ? VERA_CHECK_WIDE_GUARD : 0;
    return first + last + slack_for(block->align);
}

static bool spend_guards(struct vera_check_block *block)
{
    bool may_be_wide = VERA_CHECK_WIDE_GUARD > vera_system_page();
    block->wide = may_be_wide ? VERA_CHECK_WIDE_BEFORE | VERA_CHECK_WIDE_AFTER : 0;
    if (vera_budget_spend(&guards, guards_of(block))) {
        return true;
    }
    block->wide = 0;
    return slack_for(block->align) == 0 || vera_budget_spend(&guards, guards_of(block));
}

/* Gives back what was taken for a guarded block, besides its mapping. */
static void give_shares(const struct vera_check_block *block)
{
    if (block->record != NULL) {
        vera_check_record_give(block->record);
    }
    vera_budget_return(&guards, guards_of(block));
    vera_budget_return(&pages, pages_of(block));
}

static bool take_shares(struct vera_check_block *block)
{
    if (!vera_budget_spend(&pages, pages_of(block))) {
        return false;
    }
    if (!spend_guards(block)) {
        vera_budget_return(&pages, pages_of(block));
        return false;
    }
    block->record = vera_check_record_take();
    if (block->record == NULL) {
        give_shares(block);
        return false;
    }
    return true;
}

/* False when the system refuses. */
static bool unmap_guarded(const struct vera_check_block *block)
{
    if (!vera_pages_unmap(start_of_mapping(block), bytes_of_mapping(block))) {
        return false;
    }
    vera_check_record_end(block);
    give_shares(block);
    return true;
}

/* Mappings that never got a block, and that the system refused to take back. */
static struct vera_lock lock = VERA_LOCK_INIT;
static struct vera_check_record *refused;

static void keep(struct vera_check_record *record)
{
    vera_lock(&lock);
    record->next = refused;
    refused = record;
    vera_unlock(&lock);
}

void vera_guarded_release(void)
{
    vera_lock(&lock);
    struct vera_check_record *record = refused;
    refused = NULL;
    vera_unlock(&lock);
    while (record != NULL) {
        struct vera_check_block block;
        vera_check_record_read(record, &block);
        record = record->next;
        if (!unmap_guarded(&block)) {
            keep(block.record);
        }
    }
}

/* Finds the place in a new mapping. */
static void settle(struct vera_check_block *block, const char *addr)
{
    uintptr_t lowest = (uintptr_t)addr + before(block);
    block->slack = (size_t)(0 - lowest) & slack_for(block->align);
    block->base = (char *)(lowest + block->slack);
    block->start = block->base;
    if (block->align <= vera_system_page()) { /* the end is as near to the guard as can be */
        size_t rest = block->room - vera_arguments_size((int64_t)block->size);
        block->start += rest & ~(block->align - 1);
    }
}

/* The pages of a block of size 0 stay sealed. */
static enum vera_unsealing open_place(const struct vera_check_block *block)
{
    if (!vera_check_map_reserve(block->base, block->room)) {
        return VERA_PAGES_STILL_SEALED;
    }
    return block->kind == VERA_CHECK_SEALED ? VERA_PAGES_UNSEALED
                                            : vera_pages_unseal(block->base, block->room);
}

/* Of pages that are lost, the guards stay, and nobody has them. */
static void close_place(struct vera_check_block *block, enum vera_unsealing end)
{
    if (end == VERA_PAGES_LOST) {
        give_shares(block);
        return;
    }
    vera_check_record_begin(block, VERA_CHECK_FREED);
    if (!unmap_guarded(block)) {
        keep(block->record);
    }
}

bool vera_guarded_take(struct vera_check_block *block, size_t size, size_t align)
{
    if (vera_budget_is_spent(&pages) || align > VERA_SYSTEM_MOST_ALIGN) {
        return false;
    }
    size_t room = vera_system_in_pages(vera_arguments_size((int64_t)size));
    if (size > 0 && slack_for(align) > room) {
        return false;
    }
    *block = (struct vera_check_block){
        .kind = size > 0 ? VERA_CHECK_GUARDED : VERA_CHECK_SEALED,
        .room = room,
        .size = size,
        .align = align,
    };
    if (!take_shares(block)) {
        return false;
    }
    char *addr = vera_pages_reserve(bytes_of_mapping(block), vera_system_page());
    if (addr == NULL) {
        give_shares(block);
        return false;
    }
    settle(block, addr);
    enum vera_unsealing end = open_place(block);
    if (end != VERA_PAGES_UNSEALED) {
        close_place(block, end);
        return false;
    }
    vera_check_map_set_record(block->base, block->room, block->record);
    return true;
}

bool vera_guarded_give(const struct vera_check_block *block)
{
    vera_check_map_set_record(block->base, block->room, NULL);
    if (unmap_guarded(block)) {
        return true;
    }
    vera_check_map_set_record(block->base, block->room, block->record);
    return false;
}

/* Releases addresses at an end of a mapping; the rest is then as if it had been mapped alone. */
static bool trim(void *addr, size_t size)
{
    return vera_pages_facts.is_divisible && vera_pages_unmap(addr, size);
}

/* Makes the guards of a held block narrow, as far as the system allows it. */
static void narrow(struct vera_check_block *block)
{
    size_t surplus = VERA_CHECK_WIDE_GUARD - vera_system_page();
    size_t had = guards_of(block);
    char *start = start_of_mapping(block);
    if ((block->wide & VERA_CHECK_WIDE_AFTER) != 0 &&
        trim(start + bytes_of_mapping(block) - surplus, surplus)) {
        block->wide &= (uint8_t)~VERA_CHECK_WIDE_AFTER;
    }
    if ((block->wide & VERA_CHECK_WIDE_BEFORE) != 0 && trim(start, surplus)) {
        block->wide &= (uint8_t)~VERA_CHECK_WIDE_BEFORE;
    }
    vera_budget_return(&guards, had - guards_of(block));
}

static void narrow_if_wide(struct vera_check_record *record, void *argument)
{
    struct vera_check_block block;
    (void)argument;
    if (vera_check_record_read(record, &block) && block.wide != 0 &&
        vera_check_record_hold(&block)) {
        narrow(&block);
        vera_check_record_unhold(&block);
    }
}

bool vera_guarded_narrow(void)
{
    size_t had = vera_guarded_addresses();
    vera_budget_limit(&guards, 0);
    vera_check_record_each(narrow_if_wide, NULL);
    return vera_guarded_addresses() < had;
}

size_t vera_guarded_addresses(void)
{
    return vera_budget_spent(&guards);
}
