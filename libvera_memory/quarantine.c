/* A list, and how much is in it. */
#include "quarantine.h"

static struct vera_lock lock = VERA_LOCK_INIT;
static struct vera_checked *oldest;
static struct vera_checked *newest;
static atomic_size_t bytes; /* of the places; written while the lock is held */

static void count(size_t more)
{
    size_t now = atomic_load_explicit(&bytes, memory_order_relaxed);
    atomic_store_explicit(&bytes, now + more, memory_order_relaxed);
}

static bool is_over(size_t most)
{
    return atomic_load_explicit(&bytes, memory_order_relaxed) > most;
}

static void append(struct vera_checked *checked)
{
    checked->next = NULL;
    *(oldest != NULL ? &newest->next : &oldest) = checked;
    newest = checked;
    count(checked->room);
}

static struct vera_checked *take_oldest(void)
{
    struct vera_checked *checked = oldest;
    oldest = checked->next;
    count((size_t)0 - checked->room);
    return checked;
}

/* The oldest block, if more than `most` bytes are in; the lock is held. */
static struct vera_checked *surplus(size_t most)
{
    return is_over(most) ? take_oldest() : NULL;
}

/* False when the system does not take a place back; it is the newest then, to be
 * tried again. */
static bool let_go(struct vera_checked *checked,
                   void (*report)(const struct vera_checked *checked, const char *byte))
{
    const char *byte = vera_checked_written(checked);
    if (byte != NULL) {
        report(checked, byte);
    }
    bool gone = vera_checked_leave(checked);
    if (!gone) {
        vera_lock_take(&lock);
        append(checked);
        vera_lock_drop(&lock);
    }
    return gone;
}

/* Adds a block, if there is one, and lets others leave while more than `most` bytes
 * are in. */
static void add(struct vera_checked *added, size_t most,
                void (*report)(const struct vera_checked *checked, const char *byte))
{
    struct vera_checked *leaving;
    do {
        vera_lock_take(&lock);
        if (added != NULL) {
            append(added);
            added = NULL;
        }
        leaving = surplus(most);
        vera_lock_drop(&lock);
    } while (leaving != NULL && let_go(leaving, report) && is_over(most));
}

void vera_quarantine_add(struct vera_checked *checked,
                         void (*report)(const struct vera_checked *checked, const char *byte))
{
    add(checked, VERA_QUARANTINE_BYTES, report);
}

void vera_quarantine_empty(void (*report)(const struct vera_checked *checked, const char *byte))
{
    add(NULL, 0, report);
}

size_t vera_quarantine_bytes(void)
{
    return atomic_load_explicit(&bytes, memory_order_relaxed);
}

void vera_quarantine_each_lock(void (*act)(struct vera_lock *))
{
    act(&lock);
}
