/* Lists, and the bytes in them. */
#include "check/quarantine.h"

#include "arena.h"
#include "check/place.h"
#include "registry.h"

#include <stdbool.h>

typedef void report_written(const struct vera_check_block *block, const char *byte);

/* For threads without a cache. */
static struct vera_lock lock = VERA_LOCK_INIT;
static struct vera_quarantine shared;

static void lock_shared(const struct vera_quarantine *quarantine)
{
    if (quarantine == &shared) {
        vera_lock(&lock);
    }
}

static void unlock_shared(const struct vera_quarantine *quarantine)
{
    if (quarantine == &shared) {
        vera_unlock(&lock);
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

static void append(struct vera_quarantine *quarantine, struct vera_check_block *block)
{
    block->next = NULL;
    lock_shared(quarantine);
    *(quarantine->oldest != NULL ? &quarantine->newest->next : &quarantine->oldest) = block;
    quarantine->newest = block;
    count(quarantine, block->room);
    unlock_shared(quarantine);
}

/* The oldest block, if more than `most` bytes are in. */
static struct vera_check_block *take_surplus(struct vera_quarantine *quarantine, size_t most)
{
    struct vera_check_block *block = NULL;
    lock_shared(quarantine);
    if (bytes_in(quarantine) > most) {
        block = quarantine->oldest;
        quarantine->oldest = block->next;
        count(quarantine, (size_t)0 - block->room);
        __builtin_prefetch(block->next); /* the next to leave, unused for long */
    }
    unlock_shared(quarantine);
    return block;
}

/* False when the system refuses to take the place back. */
static bool give(struct vera_check_block *block, report_written *report)
{
    const char *byte = vera_check_block_written(block);
    if (byte != NULL) {
        report(block, byte);
        vera_check_block_poison_again(block);
    }
    return vera_place_give(block);
}

/* A block whose place the system refuses to take back becomes the newest, to be tried again. */
static void give_surplus(struct vera_quarantine *quarantine, size_t most, report_written *report)
{
    struct vera_check_block *leaving;
    while ((leaving = take_surplus(quarantine, most)) != NULL) {
        if (!give(leaving, report)) {
            append(quarantine, leaving);
            break;
        }
    }
}

/* The calling thread's, made at its first use; the shared one if there is no memory. */
static struct vera_quarantine *own(void)
{
    struct vera_cache *cache = vera_registry_own();
    if (cache == NULL) {
        return &shared;
    }
    struct vera_quarantine *quarantine =
        atomic_load_explicit(&cache->quarantine, memory_order_relaxed);
    if (quarantine == NULL) {
        quarantine = vera_arena_take(sizeof *quarantine);
        atomic_store_explicit(&cache->quarantine, quarantine, memory_order_release);
    }
    return quarantine != NULL ? quarantine : &shared;
}

void vera_quarantine_trim(report_written *report)
{
    give_surplus(own(), VERA_QUARANTINE_BYTES, report);
}

void vera_quarantine_add(struct vera_check_block *block)
{
    append(own(), block);
}

void vera_quarantine_flush(report_written *report)
{
    give_surplus(own(), 0, report);
    give_surplus(&shared, 0, report);
}

static void add_bytes(const struct vera_cache *cache, void *total)
{
    struct vera_quarantine *quarantine =
        atomic_load_explicit(&cache->quarantine, memory_order_acquire);
    *(size_t *)total += quarantine != NULL ? bytes_in(quarantine) : 0;
}

size_t vera_quarantine_bytes(void)
{
    size_t total = bytes_in(&shared);
    vera_registry_each(add_bytes, &total);
    return total;
}
