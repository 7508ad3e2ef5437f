/* Decides whether a call is right. */
#include "check/check.h"

#include "arguments.h"
#include "check/guarded.h"
#include "check/leak.h"
#include "check/look.h"
#include "check/place.h"
#include "check/quarantine.h"
#include "check/record.h"
#include "check/report.h"
#include "fork.h"
#include "gate.h"
#include "idle.h"
#include "misuse.h"
#include "side.h"

#include <errno.h> /* the numbers */
#include <stdint.h>

static bool take(struct vera_check_block *block, size_t size, size_t align, const void *site,
                 struct vera_findings *findings)
{
    if (!vera_place_take(block, size, align, findings)) {
        return false;
    }
    vera_check_block_begin(block, size, align, site);
    return true;
}

/* Before a request is refused that might fit then, the blocks in quarantine are freed, and the
 * request is tried again; then all that is idle is released. With guards and empty groups that
 * may be nearly all that is mapped. But what comes back may be elsewhere, where the map needs
 * memory of its own, so it is not released if it serves as it is. */
static bool take_or_release(struct vera_check_block *block, size_t size, size_t align,
                            const void *site, struct vera_findings *findings)
{
    struct vera_faults none; /* there are no caches */
    vera_faults_begin(&none);
    vera_idle_purge(&none);
    if (take(block, size, align, site, findings)) {
        return true;
    }
    if (!vera_idle_could_serve(vera_arguments_size((int64_t)size), align,
                               vera_system_count().mapped)) {
        return false;
    }
    vera_quarantine_flush(findings);
    vera_place_release();
    if (take(block, size, align, site, findings)) {
        return true;
    }
    vera_idle_release(&none);
    return take(block, size, align, site, findings) ||
           (vera_guarded_narrow() && take(block, size, align, site, findings));
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
    struct vera_findings findings;
    findings.count = 0; /* and no more: this is done for each call */
    bool taken = take_or_release(&block, size, align, site, &findings);
    vera_gate_leave(pass);
    vera_findings_report(&findings);
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
           vera_arguments_size((int64_t)block->size) == vera_arguments_size((int64_t)size) &&
           block->align == align;
}

/* Claims the block that was given, so that only the caller frees it. False when there is no such
 * block; `block` is then what is there, and without a record if nothing is. If several threads
 * free the block, one of them claims it, and the others find it freed. */
static bool claim(struct vera_check_block *block, const char *addr, size_t size, size_t align)
{
    for (unsigned turn = 0;; turn++) {
        if (!vera_place_find(addr, block)) {
            block->record = NULL;
            return false;
        }
        if (!is_given(block, addr, size, align)) {
            return false;
        }
        if (vera_check_record_claim(block)) {
            return true;
        }
        vera_system_pause(turn); /* it may be held, for a moment */
    }
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
                 size_t align, const void *site, struct vera_findings *findings)
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
    vera_quarantine_add(block, findings);
    return true;
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
    struct vera_findings findings;
    findings.count = 0;
    bool sound = give(&block, &overrun, addr, size, align, site, &findings);
    vera_gate_leave(pass);
    if (overrun != NULL) {
        vera_report_overrun(&block, overrun, call);
    } else if (!sound) {
        vera_report_other(&block, call, addr, size, align);
    }
    vera_findings_report(&findings);
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
    size_t offset = (size_t)(at - block->start);
    return at >= block->start && offset <= block->size && count <= block->size - offset;
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
        vera_report(&block, "%s(%p, %zu bytes): expected a live block", call, addr, count);
        return false;
    }
    if (!is_inside(&block, addr, count)) {
        vera_report(&block,
                    "%s(%p, %zu bytes): expected a range within the %zu bytes of the block at %p",
                    call, addr, count, block.size, (void *)block.start);
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
    vera_guarded_read_setting();
}

static void count_if_live(struct vera_check_record *record, void *argument)
{
    struct vera_check_count *count = argument;
    struct vera_check_block block;
    if (vera_check_record_read(record, &block) && block.state == VERA_CHECK_LIVE) {
        count->live_blocks++;
        count->live_bytes += block.size;
    }
}

struct vera_check_count vera_check_count(void)
{
    struct vera_check_count count = {.quarantine = vera_quarantine_bytes()};
    vera_check_record_each(count_if_live, &count);
    return count;
}

void vera_check_end(void)
{
    vera_look_at_all();
    vera_leak_report();
}
