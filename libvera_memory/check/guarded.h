/* Guarded places: pages of a block's own between two guards. The block ends at the guard after it,
 * or as near to it as its alignment allows; the byte of a block of size 0 is a part of the guard.
 */
#ifndef VERA_CHECK_GUARDED_H
#define VERA_CHECK_GUARDED_H

#include "check/block.h"

#include <stdbool.h>
#include <stddef.h>

/* Reads VERA_MEMORY_CHECK_PAGES, how many pages guarded blocks may have, and how many addresses
 * the process has. */
void vera_guarded_read_setting(void);

/* Takes a place for `size` bytes: `block` then has its record, and where the block lies in it.
 * False when there is no memory, or the pages or addresses for guards are spent. */
bool vera_guarded_take(struct vera_check_block *block, size_t size, size_t align);

/* Takes the place of a claimed block back. False when the system refuses; nothing has changed
 * then. */
bool vera_guarded_give(const struct vera_check_block *block);

/* Releases what the system once refused to take back. */
void vera_guarded_release(void);

/* Makes the guards of all live blocks a page, and from now on those of new ones, because addresses
 * are scarcer than they seemed. Whether any were released. */
bool vera_guarded_narrow(void);

/* Bytes that wide guards and slack take. */
size_t vera_guarded_addresses(void);

#endif
