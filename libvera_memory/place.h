/* Where the blocks of check mode lie: in pages of their own before a page that nobody can
 * touch, while there may be more of those; else in a slot of a slab, or in a run, with
 * room on both sides.
 */
#ifndef VERA_PLACE_H
#define VERA_PLACE_H

#include "checked.h"

#include <stdbool.h>
#include <stddef.h>

/* Reads VERA_MEMORY_CHECK_PAGES: how many pages guarded blocks may take. */
void vera_place_read_setting(void);

/* A place for `size` bytes, above 0. In its record are the place and the block. Null when
 * there is no memory. */
struct vera_checked *vera_place_take(size_t size, size_t align);

/* Gives a place back. False when the system refuses; nothing has changed then. */
bool vera_place_leave(struct vera_checked *checked);

/* Calls `act` with every record that was ever in use. */
void vera_place_each(void (*act)(const struct vera_checked *checked, void *argument),
                     void *argument);

void vera_place_each_lock(void (*act)(struct vera_lock *));

#endif
