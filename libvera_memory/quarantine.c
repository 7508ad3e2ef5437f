/* Lists, and how much is in them. */
#include "quarantine.h"

#include "caches.h"
#include "place.h"

#include <stdbool.h>

typedef void report_written(const struct vera_checked *checked, const char *byte);

/* For threads without a cache. */
static struct vera_lock lock = VERA_LOCK_INIT;
static struct vera_quarantine shared;

static void enter(const struct vera_quarantine *quarantine)
{
    if (quarantine == &shared) {
        vera_lock_take(&lock);
    }
}

static void leave(const struct vera_quarantine *quarantine)
{
    if (quarantine == &shared) {
        vera_lock_drop(&lock);
    }
}

static size_t bytes_in(const struct vera_quarantine *quarantine)
{
    return atomic_load_explicit(&quarantine->bytes, memory_order_relaxed);
}

static void count(struct vera_quarantine *quarantine, size_t more)
{
    atomic_store_explicit(&quarantine->bytes, bytes_in(quarantine) + more, memory_order_relaxed);
}

static void append(struct vera_quarantine *quarantine, struct vera_checked *checked)
{
    checked->next = NULL;
    enter(quarantine);
    *(quarantine->oldest != NULL ? &quarantine->newest->next : &quarantine->oldest) = checked;
    quarantine->newest = checked;
    count(quarantine, checked->room);
    leave(quarantine);
}

/* The oldest block, if more than `most` bytes are in. */
static struct vera_checked *take_surplus(struct vera_quarantine *quarantine, size_t most)
{
    struct vera_checked *checked = NULL;
    enter(quarantine);
    if (bytes_in(quarantine) > most) {
        checked = quarantine->oldest;
        quarantine->oldest = checked->next;
        count(quarantine, (size_t)0 - checked->room);
        __builtin_prefetch(checked->next); /* is next to leave, and was not used for long */
    }
    leave(quarantine);
    return checked;
}

/* False when the system does not take a place back. */
static bool let_go(struct vera_checked *checked, report_written *report)
{
    const char *byte = vera_checked_written(checked);
    if (byte != NULL) {
        report(checked, byte);
        vera_checked_spoil_again(checked);
    }
    return vera_place_leave(checked);
}

/* What the system does not take back is the newest then, to be tried again. */
static void let_surplus_go(struct vera_quarantine *quarantine, size_t most, report_written *report)
{
    struct vera_checked *leaving;
    while ((leaving = take_surplus(quarantine, most)) != NULL) {
        if (!let_go(leaving, report)) {
            append(quarantine, leaving);
            break;
        }
    }
}

static struct vera_quarantine *own(void)
{
    struct vera_cache *cache = vera_caches_own();
    return cache != NULL ? &cache->quarantine : &shared;
}

void vera_quarantine_trim(report_written *report)
{
    let_surplus_go(own(), VERA_QUARANTINE_BYTES, report);
}

void vera_quarantine_add(struct vera_checked *checked)
{
    append(own(), checked);
}

void vera_quarantine_empty(report_written *report)
{
    let_surplus_go(own(), 0, report);
    let_surplus_go(&shared, 0, report);
}

size_t vera_quarantine_bytes(void)
{
    return vera_caches_quarantined() + bytes_in(&shared);
}

void vera_quarantine_each_lock(void (*act)(struct vera_lock *))
{
    act(&lock);
}
