/* Lists, and the bytes in them. */
#include "check/quarantine.h"

#include "check/place.h"
#include "check/record.h"

#include <stdatomic.h>

/* On a cache line of its own, because other threads lock its neighbours. */
struct quarantine {
    _Alignas(64) struct vera_lock lock;
    struct vera_check_record *oldest, *newest;
    atomic_size_t bytes; /* of the places; read without the lock, too */
};

static struct quarantine quarantines[VERA_QUARANTINES] = {
    [0 ... VERA_QUARANTINES - 1] = {.lock = VERA_LOCK_INIT},
};

static struct quarantine *own(void)
{
    return &quarantines[vera_thread_number() / (UINT32_MAX / VERA_QUARANTINES + 1)];
}

static size_t bytes_in(const struct quarantine *quarantine)
{
    return atomic_load_explicit(&quarantine->bytes, memory_order_relaxed);
}

static void count(struct quarantine *quarantine, size_t more)
{
    atomic_store_explicit(&quarantine->bytes, bytes_in(quarantine) + more, memory_order_relaxed);
}

/* The lock is held in the next two. */

static void append(struct quarantine *quarantine, const struct vera_check_block *block)
{
    block->record->next = NULL;
    *(quarantine->oldest != NULL ? &quarantine->newest->next : &quarantine->oldest) = block->record;
    quarantine->newest = block->record;
    count(quarantine, block->room);
}

/* The oldest block, if more than `most` bytes are in, and the list has room for a report. */
static struct vera_check_record *take_surplus(struct quarantine *quarantine, size_t most,
                                              const struct vera_findings *findings)
{
    struct vera_check_record *oldest = quarantine->oldest;
    if (oldest == NULL || bytes_in(quarantine) <= most || vera_findings_are_full(findings)) {
        return NULL;
    }
    quarantine->oldest = oldest->next;
    __builtin_prefetch(oldest->next); /* the next to leave, unused for long */
    count(quarantine, (size_t)0 - vera_check_record_room(oldest));
    return oldest;
}

/* A block whose place the system refuses to take back becomes the newest, to be tried again.
 * Returns false then. */
static bool give(struct quarantine *quarantine, struct vera_check_record *record,
                 struct vera_findings *findings)
{
    struct vera_check_block block;
    vera_check_record_read(record, &block);
    const char *byte = vera_check_block_written(&block);
    if (byte != NULL) {
        vera_findings_add(findings, &block, byte);
        vera_check_block_poison_again(&block);
    }
    if (vera_place_give(&block)) {
        return true;
    }
    vera_lock(&quarantine->lock);
    append(quarantine, &block);
    vera_unlock(&quarantine->lock);
    return false;
}

/* Takes out blocks, up to `bytes` of them, while more than `most` are in, and the system takes
 * their places back. */
static void trim(struct quarantine *quarantine, size_t most, size_t bytes,
                 struct vera_findings *findings)
{
    while (bytes > 0 && bytes_in(quarantine) > most) {
        vera_lock(&quarantine->lock);
        struct vera_check_record *record = take_surplus(quarantine, most, findings);
        vera_unlock(&quarantine->lock);
        if (record == NULL) {
            break;
        }
        size_t room = vera_check_record_room(record);
        bytes -= room < bytes ? room : bytes;
        if (!give(quarantine, record, findings)) {
            break;
        }
    }
}

void vera_quarantine_add(const struct vera_check_block *block, struct vera_findings *findings)
{
    struct quarantine *quarantine = own();
    vera_lock(&quarantine->lock);
    struct vera_check_record *record = take_surplus(quarantine, VERA_QUARANTINE_BYTES, findings);
    append(quarantine, block);
    vera_unlock(&quarantine->lock);
    if (record != NULL && !give(quarantine, record, findings)) {
        return;
    }
    /* Seldom: one block mostly makes room for another. */
    if (bytes_in(quarantine) > VERA_QUARANTINE_BYTES + block->room) {
        trim(quarantine, VERA_QUARANTINE_BYTES + block->room, SIZE_MAX, findings);
    }
}

bool vera_quarantine_flush(struct vera_findings *findings)
{
    for (size_t i = 0; i < VERA_QUARANTINES; i++) {
        trim(&quarantines[i], 0, bytes_in(&quarantines[i]), findings);
    }
    return !vera_findings_are_full(findings);
}

size_t vera_quarantine_bytes(void)
{
    size_t total = 0;
    for (size_t i = 0; i < VERA_QUARANTINES; i++) {
        total += bytes_in(&quarantines[i]);
    }
    return total;
}
