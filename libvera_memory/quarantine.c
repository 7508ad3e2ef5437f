/* A list, and how much is in it. */
#include "quarantine.h"

static struct vera_lock lock = VERA_LOCK_INIT;
static struct vera_checked *oldest;
static struct vera_checked *newest;
static size_t bytes; /* of the places */

static void append(struct vera_checked *checked)
{
    checked->next = NULL;
    *(oldest != NULL ? &newest->next : &oldest) = checked;
    newest = checked;
    bytes += checked->room;
}

static struct vera_checked *take_oldest(void)
{
    struct vera_checked *checked = oldest;
    oldest = checked->next;
    bytes -= checked->room;
    return checked;
}

/* Takes the oldest block out while more than `most` bytes are in. */
static struct vera_checked *next(size_t most)
{
    vera_lock_take(&lock);
    struct vera_checked *checked = bytes > most ? take_oldest() : NULL;
    vera_lock_drop(&lock);
    return checked;
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

static void let_go_down_to(size_t most,
                           void (*report)(const struct vera_checked *checked, const char *byte))
{
    struct vera_checked *checked = next(most);
    while (checked != NULL && let_go(checked, report)) {
        checked = next(most);
    }
}

void vera_quarantine_add(struct vera_checked *checked,
                         void (*report)(const struct vera_checked *checked, const char *byte))
{
    vera_lock_take(&lock);
    append(checked);
    bool full = bytes > VERA_QUARANTINE_BYTES;
    vera_lock_drop(&lock);
    if (full) {
        let_go_down_to(VERA_QUARANTINE_BYTES, report);
    }
}

void vera_quarantine_empty(void (*report)(const struct vera_checked *checked, const char *byte))
{
    let_go_down_to(0, report);
}

size_t vera_quarantine_bytes(void)
{
    vera_lock_take(&lock);
    size_t count = bytes;
    vera_lock_drop(&lock);
    return count;
}

void vera_quarantine_each_lock(void (*act)(struct vera_lock *))
{
    act(&lock);
}
