/* Records of one size that come and go by the thousand: of slabs, of large blocks, and
 * nodes. They lie in regions of 128 KiB, and where all of a region are free, its pages go
 * back to the system. A region stays with its set, and its addresses hold nothing but such
 * records.
 *
 * Whoever has a set guards it with a lock, which is held where nothing else is said. Where
 * the system is called, no lock is held.
 */
#ifndef VERA_REGION_H
#define VERA_REGION_H

#include "system.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vera_region;

/* The first part of every record. */
struct vera_region_tag {
    uint32_t number; /* of the record in its region */
    uint32_t next;   /* while it is free: the number of another free one, plus 1, or 0 */
};

struct vera_region_list {
    struct vera_region *head;
};

struct vera_region_set {
    uint32_t size;                   /* bytes in a record */
    size_t idle_count;               /* regions in `idle` */
    struct vera_region_list partial; /* some records are free, and some are not */
    struct vera_region_list idle;    /* all are free */
    struct vera_region_list dropped; /* the same, without pages */
};

/* Idle regions whose pages a set keeps for a while. */
#define VERA_REGION_IDLE 2u

/* A free record, with unspecified content behind its tag; null when there is none. */
struct vera_region_tag *vera_region_take(struct vera_region_set *set);

void vera_region_give(struct vera_region_set *set, struct vera_region_tag *record);

/* A new region for vera_region_add; null, with errno set, when there is no memory. The
 * lock is not held. */
struct vera_region *vera_region_new(void);

void vera_region_add(struct vera_region_set *set, struct vera_region *region);

/* How many records a region has. */
size_t vera_region_records(const struct vera_region_set *set);

/* Takes out a region without records while more than `most` of those have pages; null when
 * no more have. */
struct vera_region *vera_region_next_idle(struct vera_region_set *set, size_t most);

/* Gives the pages of a region that was taken out back, but for the first. False when the
 * system refuses. The lock is not held. */
bool vera_region_drop(struct vera_region *region);

/* Puts it back, with its pages or without. */
void vera_region_return(struct vera_region_set *set, struct vera_region *region, bool dropped);

/* These three for all such regions, while the system lets it. The lock is not held before
 * and after. */
void vera_region_drop_idle(struct vera_region_set *set, struct vera_lock *lock, size_t most);

#endif
