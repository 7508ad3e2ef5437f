/* Groups: runs cut into equal slots of one class, for small places without guards. A slot has a
 * record, in a table of its group.
 *
 * The memory of a group's own record holds only groups, of one class and for good, so any thread
 * may look into a group that it finds.
 */
#ifndef VERA_CHECK_GROUP_H
#define VERA_CHECK_GROUP_H

#include "check/record.h"
#include "system.h"

#include <stdbool.h>
#include <stddef.h>

#define VERA_GROUP_MAX_SLOT 4096u /* larger places are runs of their own */

struct vera_group;

/* A slot, and its record, which holds no block. */
struct vera_slot {
    struct vera_check_record *record; /* null when there is no memory */
    char *base;
    size_t size;
    bool is_new; /* holds anything; otherwise what the last block left */
};

/* No lock is held in the next three. `class` has slots of at most VERA_GROUP_MAX_SLOT bytes. */
struct vera_slot vera_group_take(unsigned class);

/* Takes back the slot at `base`. */
void vera_group_give(char *base, struct vera_check_record *record);

/* Releases the run of every group whose slots are all free. */
void vera_group_release(void);

/* Calls `act` with the record of every free slot that has had a block, which nobody takes
 * meanwhile: a lock is held. */
void vera_group_each_free(void (*act)(struct vera_check_record *record, void *argument),
                          void *argument);

/* The record of the slot at an address, and in `rest` the bytes from there to the next slot.
 * The group was found in the map at that address. Null where there is no slot. */
struct vera_check_record *vera_group_find(const struct vera_group *group, const void *addr,
                                          size_t *rest);

#endif
