/* Records of one size that come and go by the thousand: of slabs, of large blocks, and of
 * idle runs. They lie in extents of 128 KiB, and where all records of an extent are free, its
 * pages are purged. An extent stays with its set, and holds only such records for good.
 *
 * The owner of a set guards it with a lock, which is held here unless stated otherwise, and
 * never while the system is called.
 */
#ifndef VERA_RECORD_H
#define VERA_RECORD_H

#include "system.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vera_extent;

/* The first part of every record. */
struct vera_record_tag {
    uint32_t number; /* of the record in its extent */
    uint32_t next;   /* while it is free: the number of another free one, plus 1, or 0 */
};

struct vera_extent_list {
    struct vera_extent *head;
};

struct vera_record_set {
    uint32_t size;                   /* bytes in a record */
    size_t warm_count;               /* extents in `warm` */
    struct vera_extent_list partial; /* some records are free, and some are not */
    struct vera_extent_list warm;    /* all are free */
    struct vera_extent_list cold;    /* the same, without pages */
};

/* The most idle extents of a set that stay warm. */
#define VERA_RECORD_IDLE 2u

/* A free record; null when there is none. After its tag, each page of it holds what it held
 * when it was given back, or 0. */
struct vera_record_tag *vera_record_take(struct vera_record_set *set);

void vera_record_give(struct vera_record_set *set, struct vera_record_tag *record);

/* A new extent for vera_record_add_extent; null when there is no memory. The lock is not
 * held. */
struct vera_extent *vera_record_new_extent(void);

void vera_record_add_extent(struct vera_record_set *set, struct vera_extent *extent);

/* How many records an extent has. */
size_t vera_record_per_extent(const struct vera_record_set *set);

/* Takes out an idle extent while more than `most` are warm; otherwise null. */
struct vera_extent *vera_record_take_idle_extent(struct vera_record_set *set, size_t most);

/* Purges the pages of an extent that was taken out, except the first. False when the system
 * refuses. The lock is not held. */
bool vera_record_purge_extent(struct vera_extent *extent);

/* Puts it back, purged or not. */
void vera_record_give_extent(struct vera_record_set *set, struct vera_extent *extent, bool purged);

/* Does these three steps for all such extents, until the system refuses. The lock is not held
 * before and after. */
void vera_record_purge(struct vera_record_set *set, struct vera_lock *lock, size_t most);

#endif
