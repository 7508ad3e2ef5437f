/* Where the blocks of check mode lie: in pages of their own between two guards, as long as the
 * number of such pages allows; otherwise in a slot of a group or in a run, with room on both
 * sides, or only behind it if its alignment is above a page. The byte of a block of size 0 is a
 * part of a guard, or of the room behind it.
 */
#ifndef VERA_CHECK_PLACE_H
#define VERA_CHECK_PLACE_H

#include "check/report.h"
#include "system.h"

#include <stdbool.h>
#include <stddef.h>

/* Takes a place for `size` bytes: `block` then has its record, and where the block lies
 * in it. A slot is all marks. False when there is no memory. */
bool vera_place_take(struct vera_check_block *block, size_t size, size_t align,
                     struct vera_findings *findings);

/* Marks the free slot of a record again if somebody wrote to it since its last block left it. That
 * is a finding if the block was of this process and the list is not full. Nobody takes the slot
 * meanwhile. */
void vera_place_mark_free(struct vera_check_record *record, struct vera_findings *findings);

/* Takes the place of a claimed block back. False when the system refuses; nothing has changed
 * then. */
bool vera_place_give(const struct vera_check_block *block);

/* Releases places that are idle. */
void vera_place_release(void);

/* Finds the block, live or freed, whose place has the address, which may be anything. False if
 * there is none. */
bool vera_place_find(const void *addr, struct vera_check_block *block);

/* Finds the first such block among `count` bytes from an address. */
bool vera_place_find_in(const void *addr, size_t count, struct vera_check_block *block);

#endif
