/* A block in check mode: its record, its place with room on both sides, and what is
 * written there to be found changed.
 */
#ifndef VERA_CHECKED_H
#define VERA_CHECKED_H

#include "system.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum vera_checked_state {
    VERA_CHECKED_NONE, /* no block was here yet, or the last one has left the quarantine */
    VERA_CHECKED_LIVE,
    VERA_CHECKED_FREED /* in the quarantine */
};

enum vera_checked_kind {
    VERA_CHECKED_SLOT,   /* in a slot of a slab */
    VERA_CHECKED_RUN,    /* in a run of its own */
    VERA_CHECKED_GUARDED /* in pages of its own, of which the last is out of reach */
};

/* Stays the record of a place for good, like those of slabs: whoever finds one may
 * read it. */
struct vera_checked {
    _Atomic(unsigned) state; /* enum vera_checked_state */
    unsigned kind;           /* enum vera_checked_kind */
    unsigned generation;     /* of the process that allocated it */
    unsigned class;          /* of the slot */
    char *base;              /* of the place */
    size_t room;             /* bytes of the place that may be touched */
    char *block;
    size_t size;                   /* as it was asked for */
    size_t align;                  /* the same, 8 at least */
    const void *allocated, *freed; /* return addresses */
    bool sealed;                   /* nobody can have written to the freed block */
    struct vera_checked *next;     /* in the quarantine, or among the unused */
    struct vera_checked *sibling;  /* among all records of runs */
};

/* Reads VERA_MEMORY_CHECK_PAGES: how many pages guarded blocks may take. */
void vera_checked_read_setting(void);

/* A place for a block, its record filled in but for `allocated`, and both of its sides
 * marked. Null when there is no memory. */
struct vera_checked *vera_checked_place(size_t size, size_t align);

/* The record of what lies at an address, which may be anything; null if nothing of
 * this library does. */
struct vera_checked *vera_checked_find(const void *addr);

/* The first byte beside the block that is not as it was marked; null if all are. */
const char *vera_checked_overrun(const struct vera_checked *checked);

/* Marks both sides again. */
void vera_checked_mark(const struct vera_checked *checked);

/* Makes the bytes of a freed block unlike any data, or out of reach. */
void vera_checked_spoil(struct vera_checked *checked);

/* The first byte of a spoilt place that was written; null if none was. */
const char *vera_checked_written(const struct vera_checked *checked);

/* Whether a block is live that this process allocated, and not the one it was forked
 * from. */
bool vera_checked_is_live_here(const struct vera_checked *checked);

/* What a forked child does about that. */
void vera_checked_forked(void);

/* Gives the place back. False when the system refuses; nothing has changed then. */
bool vera_checked_leave(struct vera_checked *checked);

/* Calls `act` with every record that was ever in use. */
void vera_checked_each(void (*act)(const struct vera_checked *checked, void *argument),
                       void *argument);

void vera_checked_each_lock(void (*act)(struct vera_lock *));

#endif
