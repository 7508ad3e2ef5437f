/* Decides whether a call is right, and words the messages about one that is not. */
#include "check/check.h"

#include "arguments.h"
#include "check/leak.h"
#include "check/place.h"
#include "check/quarantine.h"
#include "check/record.h"
#include "fork.h"
#include "gate.h"
#include "idle.h"
#include "misuse.h"
#include "side.h"
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

/* Reports writes to freed blocks, and empties the list. */
static void report_all_written(struct vera_written *written)
{
    for (size_t i = 0; i < written->count; i++) {
        const struct vera_check_block *block = &written->blocks[i];
        char where[60];
        describe(where, sizeof where, block, written->bytes[i]);
        report(block, "free(%p, %zu bytes): expected no write after the free; %s was written",
               (void *)block->start, block->size, where);
    }
    written->count = 0;
}

static void report_written(struct vera_written *written)
{
    if (__builtin_expect(written->count > 0, 0)) {
        report_all_written(written);
    }
}

static bool take(struct vera_check_block *block, size_t size, size_t align, const void *site)
{
    if (!vera_place_take(block, vera_arguments_size((int64_t)size), align)) {
        return false;
    }
    vera_check_block_begin(block, size, align, site);
    return true;
}

/* Before a request is refused that might fit then, the blocks in quarantine are freed and all
 * that is idle is released, and the request is tried again. With guards and empty groups that
 * may be nearly all that is mapped. */
static bool take_or_release(struct vera_check_block *block, size_t size, size_t align,
                            const void *site, struct vera_written *written)
{
    struct vera_faults none; /* there are no caches */
    none.count = 0;
    vera_idle_purge(&none);
    if (take(block, size, align, site)) {
        return true;
    }
    if (!vera_idle_could_serve(vera_arguments_size((int64_t)size), align,
                               vera_system_count().mapped)) {
        return false;
    }
    vera_quarantine_flush(written);
    vera_place_release();
    vera_idle_release(&none);
    return take(block, size, align, site);
}

/* While another thread forks, blocks come from the side heap, which has no records of them. */
static void *allocate(size_t size, size_t align, const void *site)
{
    vera_gate_come();
    struct vera_pass pass = vera_gate_enter();
    if (!vera_pass_is_good(pass)) {
        return vera_side_take(vera_arguments_size((int64_t)size), align);
    }
    struct vera_check_block block;
    struct vera_written written;
    written.count = 0; /* and no more: this is done for each call */
    bool taken = take_or_release(&block, size, align, site, &written);
    vera_gate_leave(pass);
    report_written(&written);
    return taken ? block.start : NULL;
}

void *vera_check_allocate(int64_t size, int64_t align, const void *site)
{
    if (!vera_arguments_are_valid(size, align)) {
        vera_arguments_set_error(size, align);
        return NULL;
    }
    struct vera_error before = vera_error_now();
    void *block = allocate((size_t)size, vera_arguments_align(align), site);
    if (block == NULL) {
        vera_error_set(ENOMEM);
        return NULL;
    }
    vera_error_restore(before);
    return block;
}

/* Whether a block is live, and is exactly what was given. */
static bool is_given(const struct vera_check_block *block, const char *addr, size_t size,
                     size_t align)
{
    return block->start == addr && block->state == VERA_CHECK_LIVE &&
           vera_check_block_bytes(block->size) == vera_check_block_bytes(size) &&
           block->align == align;
}

/* Claims the block that was given, so that only the caller frees it. False when there is no such
 * block; `block` is then what is there, and without a record if nothing is. If several threads
 * free the block, one of them claims it, and the others find it freed. */
static bool claim(struct vera_check_block *block, const char *addr, size_t size, size_t align)
{
    do {
        if (!vera_place_find(addr, block)) {
            block->record = NULL;
            return false;
        }
        if (!is_given(block, addr, size, align)) {
            return false;
        }
    } while (!vera_check_record_claim(block));
    return true;
}

/* Whether nobody wrote beside a claimed block. If somebody did, the block is live again, and
 * `overrun` is where. */
static bool is_intact(struct vera_check_block *block, const char **overrun)
{
    *overrun = vera_check_block_overrun(block);
    if (*overrun != NULL) {
        vera_check_block_mark(block);
        vera_check_record_unclaim(block);
    }
    return *overrun == NULL;
}

/* Frees the block that was given. False when that was misuse: for what `overrun` says or, if it
 * is null, because `block` is another. */
static bool give(struct vera_check_block *block, const char **overrun, char *addr, size_t size,
                 size_t align, const void *site, struct vera_written *written)
{
    /* The sides of the block are seldom in the processor's caches: its record is looked for
     * while they come. */
    __builtin_prefetch((const void *)((uintptr_t)addr - 1));
    __builtin_prefetch((const void *)((uintptr_t)addr + size));
    if (!claim(block, addr, size, align) || !is_intact(block, overrun)) {
        return false;
    }
    block->freed = site;
    vera_check_block_poison(block);
    vera_check_record_free(block);
    vera_quarantine_add(block, written);
    return true;
}

/* Reports why the block at `addr`, if there is one, is not the one that was given. */
static void report_other(const struct vera_check_block *block, const char *call, const void *addr,
                         size_t size, size_t align)
{
    if (block->record == NULL) {
        vera_misuse_report("%s(%p, %zu bytes at alignment %zu): "
                           "expected a block of this library",
                           call, addr, size, align);
    } else if (block->start != addr) {
        report(block, "%s(%p, %zu bytes at alignment %zu): expected the start of the block, %p",
               call, addr, size, align, (void *)block->start);
    } else if (block->state == VERA_CHECK_FREED) {
        report(block,
               "%s(%p, %zu bytes at alignment %zu): expected a block that is not already freed",
               call, addr, size, align);
    } else {
        report(block, "%s(%p, %zu bytes at alignment %zu): expected %zu bytes at alignment %zu",
               call, addr, size, align, block->size, block->align);
    }
}

static void report_overrun(const struct vera_check_block *block, const char *call, const char *byte)
{
    char where[60];
    describe(where, sizeof where, block, byte);
    report(block, "%s(%p, %zu bytes): expected no write outside the block; %s was written", call,
           (void *)block->start, block->size, where);
}

static bool free_block(const char *call, char *addr, size_t size, size_t align, const void *site)
{
    vera_gate_come();
    struct vera_pass pass = vera_gate_enter();
    if (!vera_pass_is_good(pass) || vera_side_has(addr)) {
        vera_gate_leave(pass);
        return vera_fork_free_aside(addr, vera_arguments_size((int64_t)size), align);
    }
    struct vera_check_block block;
    const char *overrun = NULL;
    struct vera_written written;
    written.count = 0;
    bool sound = give(&block, &overrun, addr, size, align, site, &written);
    vera_gate_leave(pass);
    if (overrun != NULL) {
        report_overrun(&block, call, overrun);
    } else if (!sound) {
        report_other(&block, call, addr, size, align);
    }
    report_written(&written);
    return sound;
}

void vera_check_free(const char *call, void *addr, int64_t size, int64_t align, const void *site)
{
    if (addr == NULL) {
        return;
    }
    struct vera_error before = vera_error_now();
    if (vera_arguments_can_free(call, addr, size, align) &&
        free_block(call, addr, (size_t)size, vera_arguments_align(align), site)) {
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
    struct vera_check_block block;
    if (!vera_place_find_in(addr, count, &block)) {
        return true;
    }
    if (block.state == VERA_CHECK_FREED) {
        report(&block, "%s(%p, %zu bytes): expected a live block", call, addr, count);
        return false;
    }
    if (!is_inside(&block, addr, count)) {
        report(&block,
               "%s(%p, %zu bytes): expected a range within the %zu bytes of the block at %p", call,
               addr, count, block.size, (void *)block.start);
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

void vera_check_read_setting(void)
{
    vera_place_read_setting();
}

size_t vera_check_quarantine_bytes(void)
{
    return vera_quarantine_bytes();
}

/* If another thread forks, nothing is looked at: this one may not wait for it. */
static bool look_at_quarantines(void)
{
    struct vera_written written;
    written.count = 0;
    struct vera_pass pass = vera_gate_enter_soon();
    bool done = !vera_pass_is_good(pass) || vera_quarantine_flush(&written);
    vera_gate_leave(pass);
    report_written(&written);
    return done;
}

void vera_check_end(void)
{
    while (!look_at_quarantines()) {
    }
    vera_leak_report();
}

void vera_check_forked(void)
{
    vera_check_block_forked();
}
