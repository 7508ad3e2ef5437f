/* What is right, and the lines that say what is not. */
#include "checking.h"

#include "misuse.h"
#include "place.h"
#include "quarantine.h"
#include "site.h"

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

/* Reports what the text says, and where the block came from and went. */
VERA_FORMAT(2, 3)
static void report(const struct vera_checked *checked, const char *format, ...)
{
    char text[TEXT];
    char allocated[SITE + 20] = "";
    char freed[SITE + 20] = "";
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    add_site(allocated, sizeof allocated, "allocated", checked->allocated);
    add_site(freed, sizeof freed, "freed", checked->freed);
    vera_misuse_report("%s%s%s", text, allocated, freed);
}

/* How far a byte is from a block, and on which side. */
static void describe(char *text, size_t room, const struct vera_checked *checked, const char *byte)
{
    const char *end = vera_checked_end(checked);
    if (byte < checked->block) {
        snprintf(text, room, "byte %zu before it", (size_t)(checked->block - byte));
    } else if (byte < end) {
        snprintf(text, room, "byte %zu of it", (size_t)(byte - checked->block));
    } else {
        snprintf(text, room, "byte %zu after it", (size_t)(byte - end) + 1);
    }
}

static void report_written(const struct vera_checked *checked, const char *byte)
{
    char where[60];
    describe(where, sizeof where, checked, byte);
    report(checked, "free(%p, %zu bytes): expected nothing to be written after it; %s was",
           (void *)checked->block, checked->size, where);
}

void *vera_checking_allocate(size_t size, size_t align, const void *site)
{
    struct vera_checked *checked = vera_place_take(vera_checked_bytes(size), align);
    if (checked == NULL) {
        return NULL;
    }
    vera_checked_begin(checked, size, align, site);
    return checked->block;
}

/* Whether a record is that of a live block which was allocated just so. */
static bool is_block(const struct vera_checked *checked, const char *block, size_t size,
                     size_t align)
{
    return checked != NULL && checked->block == block &&
           vera_checked_bytes(checked->size) == vera_checked_bytes(size) &&
           vera_checked_align(checked) == align && vera_checked_state(checked) == VERA_CHECKED_LIVE;
}

/* Says why a record is not that of the block that was given. */
static void report_other(const struct vera_checked *checked, const char *call, const char *block,
                         size_t size, size_t align)
{
    const void *addr = block;
    if (checked == NULL || vera_checked_state(checked) == VERA_CHECKED_NONE) {
        vera_misuse_report("%s(%p, %zu bytes at alignment %zu): "
                           "expected an address that was allocated here",
                           call, addr, size, align);
    } else if (checked->block != block) {
        report(checked, "%s(%p, %zu bytes at alignment %zu): expected the start of the block, %p",
               call, addr, size, align, (void *)checked->block);
    } else if (vera_checked_state(checked) == VERA_CHECKED_FREED) {
        report(checked,
               "%s(%p, %zu bytes at alignment %zu): expected a block that was not freed before",
               call, addr, size, align);
    } else {
        report(checked, "%s(%p, %zu bytes at alignment %zu): expected %zu bytes at alignment %zu",
               call, addr, size, align, checked->size, vera_checked_align(checked));
    }
}

static void report_overrun(const struct vera_checked *checked, const char *call, const char *byte)
{
    char where[60];
    describe(where, sizeof where, checked, byte);
    report(checked, "%s(%p, %zu bytes): expected nothing to be written beside it; %s was", call,
           (void *)checked->block, checked->size, where);
}

bool vera_checking_free(const char *call, void *block, size_t size, size_t align, const void *site)
{
    /* The sides of the block and its record are seldom at hand: what else is to be done
     * is done while they come. */
    __builtin_prefetch((const void *)((uintptr_t)block - 1));
    __builtin_prefetch((const void *)((uintptr_t)block + size));
    struct vera_checked *checked = vera_checked_find(block);
    __builtin_prefetch(checked);
    vera_quarantine_trim(report_written);
    uint8_t live = VERA_CHECKED_LIVE;
    /* Of several threads one gets the block; the others find it freed. */
    if (!is_block(checked, block, size, align) ||
        !atomic_compare_exchange_strong(&checked->state, &live, VERA_CHECKED_FREED)) {
        report_other(checked, call, block, size, align);
        return false;
    }
    const char *overrun = vera_checked_overrun(checked);
    if (overrun != NULL) {
        report_overrun(checked, call, overrun);
        vera_checked_mark(checked);
        atomic_store_explicit(&checked->state, VERA_CHECKED_LIVE, memory_order_release);
        return false;
    }
    checked->freed = site;
    vera_checked_spoil(checked);
    vera_quarantine_add(checked);
    return true;
}

static bool is_inside(const struct vera_checked *checked, const char *at, size_t count)
{
    size_t size = vera_checked_bytes(checked->size);
    size_t offset = (size_t)(at - checked->block);
    return at >= checked->block && offset <= size && count <= size - offset;
}

bool vera_checking_range(const char *call, const void *addr, size_t count)
{
    if (addr == NULL) {
        vera_misuse_report("%s(null, %zu bytes): expected an address, not null", call, count);
        return false;
    }
    if ((uintptr_t)addr + count < (uintptr_t)addr) {
        vera_misuse_report("%s(%p, %zu bytes): expected a range that does not wrap", call, addr,
                           count);
        return false;
    }
    const struct vera_checked *checked = vera_checked_find_in(addr, count);
    if (checked == NULL) {
        return true;
    }
    if (vera_checked_state(checked) == VERA_CHECKED_FREED) {
        report(checked, "%s(%p, %zu bytes): expected a block that is not freed", call, addr, count);
        return false;
    }
    if (!is_inside(checked, addr, count)) {
        report(checked, "%s(%p, %zu bytes): expected to stay in the %zu bytes of the block, %p",
               call, addr, count, checked->size, (void *)checked->block);
        return false;
    }
    return true;
}

bool vera_checking_apart(const char *call, const void *dest, const void *src, size_t count)
{
    uintptr_t to = (uintptr_t)dest;
    uintptr_t from = (uintptr_t)src;
    size_t distance = to > from ? to - from : from - to;
    if (distance == 0 || distance >= count) {
        return true;
    }
    vera_misuse_report("%s(%p, %zu bytes): expected not to overlap the source, %p", call, dest,
                       count, src);
    return false;
}

void vera_checking_release(void)
{
    vera_quarantine_empty(report_written);
}
