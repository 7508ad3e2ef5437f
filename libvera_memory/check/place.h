/* Where the blocks of check mode lie: in pages of their own before a guard, as long as the
 * number of such pages allows; otherwise in a slot of a slab or in a run, with room on both
 * sides.
 */
#ifndef VERA_CHECK_PLACE_H
#define VERA_CHECK_PLACE_H

#include "check/block.h"

#include <stdbool.h>
#include <stddef.h>

/* Reads VERA_MEMORY_CHECK_PAGES: how many pages guarded blocks may have. */
void vera_place_read_setting(void);

/* A place for `size` bytes, above 0, whose record has the place and the block's start. Null
 * when there is no memory. */
struct vera_check_block *vera_place_take(size_t size, size_t align);

/* Takes a place back. False when the system refuses; nothing has changed then. */
bool vera_place_give(struct vera_check_block *block);

/* Calls `act` with every record. */
void vera_place_each(void (*act)(const struct vera_check_block *block, void *argument),
                     void *argument);

#endif
