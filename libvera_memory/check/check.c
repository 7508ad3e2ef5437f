/* Decides whether a call is right, and words the messages about one that is not. */
#include "check/check.h"

#include "arguments.h"
#include "check/place.h"
#include "check/quarantine.h"
#include "idle.h"
#include "misuse.h"
#include "site.h"

#include <errno.h> /* the numbers */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

enum { TEXT = 256, SITE = 200 };

static void add_site(char *text, size_t room, const char *what, const void *site)
{
    char place[SITE];
    if (site != NULL) {
        vera_site_write(place, sizeof place, site);
        snprintf(text, room, "; %s at %s", what, place);
    }
}

/* Reports the text, and where the block was allocated and freed. */
VERA_FORMAT(2, 3)
static void report(const struct vera_check_block *block, const char *format, ...)
{
    char text[TEXT];
    char allocated[SITE + 20] = "";
    char freed[SITE + 20] = "";
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    add_site(allocated, sizeof allocated, "allocated", block->allocated);
    add_site(freed, sizeof freed, "freed", block->freed);
    vera_misuse_report("%s%s%s", text, allocated, freed);
}

/* Where a byte is, seen from a block. */
static void describe(char *text, size_t room, const struct vera_check_block *block,
                     const char *byte)
{
    const char *end = vera_check_block_end(block);
    if (byte < block->start) {
        snprintf(text, room, "byte %zu before it", (size_t)(block->start - byte));
    } else if (byte < end) {
        snprintf(text, room, "byte %zu of it", (size_t)(byte - block->start));
    } else {
        snprintf(text, room, "byte %zu after it", (size_t)(byte - end) + 1);
    }
}

static void report_written(const struct vera_check_block *block, const char *byte)
{
    char where[60];
    describe(where, sizeof where, block, byte);
    report(block, "free(%p, %zu bytes): expected no write after the free; %s was written",
           (void *)block->start, block->size, where);
}

static struct vera_check_block *take(size_t size, size_t align, const void *site)
{
    struct vera_check_block *block = vera_place_take(vera_check_block_bytes(size), align);
    if (block != NULL) {
        vera_check_block_begin(block, size, align, site);
    }
    return block;
}

void *vera_check_allocate(int64_t size, int64_t align, const void *site)
{
    if (!vera_arguments_are_valid(size, align)) {
        vera_arguments_set_error(size, align);
        return NULL;
    }
    struct vera_error before = vera_error_now();
    size_t counted_align = vera_arguments_align(align);
    struct vera_faults none = {.count = 0}; /* no pointer of the program is in a cache */
    vera_idle_purge(&none);
    struct vera_check_block *block = take((size_t)size, counted_align, site);
    if (block == NULL && vera_idle_could_serve(vera_check_block_bytes((size_t)size), counted_align,
                                               vera_quarantine_bytes())) {
        vera_check_flush();
        vera_idle_release(&none);
        block = take((size_t)size, counted_align, site);
    }
    if (block == NULL) {
        vera_error_set(ENOMEM);
        return NULL;
    }
    vera_error_restore(before);
    return block->start;
}

/* Whether a record is that of a live block of exactly this size and alignment. */
static bool is_block(const struct vera_check_block *block, const char *addr, size_t size,
                     size_t align)
{
    return block != NULL && block->start == addr &&
           vera_check_block_bytes(block->size) == vera_check_block_bytes(size) &&
           vera_check_block_align(block) == align &&
           vera_check_block_state(block) == VERA_CHECK_LIVE;
}

/* Reports why the record at `addr` is not that of the block that was given. */
static void report_other(const struct vera_check_block *block, const char *call, const void *addr,
                         size_t size, size_t align)
{
    if (block == NULL || vera_check_block_state(block) == VERA_CHECK_NONE) {
        vera_misuse_report("%s(%p, %zu bytes at alignment %zu): "
                           "expected a block of this library",
                           call, addr, size, align);
    } else if (block->start != addr) {
        report(block, "%s(%p, %zu bytes at alignment %zu): expected the start of the block, %p",
               call, addr, size, align, (void *)block->start);
    } else if (vera_check_block_state(block) == VERA_CHECK_FREED) {
        report(block,
               "%s(%p, %zu bytes at alignment %zu): expected a block that is not already freed",
               call, addr, size, align);
    } else {
        report(block, "%s(%p, %zu bytes at alignment %zu): expected %zu bytes at alignment %zu",
               call, addr, size, align, block->size, vera_check_block_align(block));
    }
}

static void report_overrun(const struct vera_check_block *block, const char *call, const char *byte)
{
    char where[60];
    describe(where, sizeof where, block, byte);
    report(block, "%s(%p, %zu bytes): expected no write outside the block; %s was written", call,
           (void *)block->start, block->size, where);
}

/* False, after a report, when the block was not freed. */
static bool give(const char *call, char *addr, size_t size, size_t align, const void *site)
{
    /* The sides of the block and its record are seldom in the processor's caches: other work
     * is done while they come. */
    __builtin_prefetch((const void *)((uintptr_t)addr - 1));
    __builtin_prefetch((const void *)((uintptr_t)addr + size));
    struct vera_check_block *block = vera_check_block_find(addr);
    __builtin_prefetch(block);
    vera_quarantine_trim(report_written);
    uint8_t live = VERA_CHECK_LIVE;
    /* If several threads free the block, one of them gets it; the others find it freed. */
    if (!is_block(block, addr, size, align) ||
        !atomic_compare_exchange_strong(&block->state, &live, VERA_CHECK_FREED)) {
        report_other(block, call, addr, size, align);
        return false;
    }
    const char *overrun = vera_check_block_overrun(block);
    if (overrun != NULL) {
        report_overrun(block, call, overrun);
        vera_check_block_mark(block);
        atomic_store_explicit(&block->state, VERA_CHECK_LIVE, memory_order_release);
        return false;
    }
    block->freed = site;
    vera_check_block_poison(block);
    vera_quarantine_add(block);
    return true;
}

void vera_check_free(const char *call, void *addr, int64_t size, int64_t align, const void *site)
{
    if (addr == NULL) {
        return;
    }
    struct vera_error before = vera_error_now();
    if (vera_arguments_can_free(call, addr, size, align) &&
        give(call, addr, (size_t)size, vera_arguments_align(align), site)) {
        vera_error_restore(before);
    } else {
        vera_error_set(EINVAL);
    }
}

static bool is_inside(const struct vera_check_block *block, const char *at, size_t count)
{
    size_t size = vera_check_block_bytes(block->size);
    size_t offset = (size_t)(at - block->start);
    return at >= block->start && offset <= size && count <= size - offset;
}

bool vera_check_range(const char *call, const void *addr, size_t count)
{
    if (addr == NULL) {
        vera_misuse_report("%s(null, %zu bytes): expected an address, not null", call, count);
        return false;
    }
    if ((uintptr_t)addr + count < (uintptr_t)addr) {
        vera_misuse_report("%s(%p, %zu bytes): expected a range that does not wrap around", call,
                           addr, count);
        return false;
    }
    const struct vera_check_block *block = vera_check_block_find_in(addr, count);
    if (block == NULL) {
        return true;
    }
    if (vera_check_block_state(block) == VERA_CHECK_FREED) {
        report(block, "%s(%p, %zu bytes): expected a live block", call, addr, count);
        return false;
    }
    if (!is_inside(block, addr, count)) {
        report(block, "%s(%p, %zu bytes): expected a range within the %zu bytes of the block at %p",
               call, addr, count, block->size, (void *)block->start);
        return false;
    }
    return true;
}

bool vera_check_disjoint(const char *call, const void *dest, const void *src, size_t count)
{
    uintptr_t to = (uintptr_t)dest;
    uintptr_t from = (uintptr_t)src;
    size_t distance = to > from ? to - from : from - to;
    if (distance == 0 || distance >= count) {
        return true;
    }
    vera_misuse_report("%s(%p, %zu bytes): expected no overlap with the source at %p", call, dest,
                       count, src);
    return false;
}

void vera_check_flush(void)
{
    vera_quarantine_flush(report_written);
}
