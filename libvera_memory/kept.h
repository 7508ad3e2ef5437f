/* The large block that a thread freed last, which its cache keeps for the next
 * request of as many pages: who takes and frees such blocks by turns asks nobody.
 */
#ifndef VERA_KEPT_H
#define VERA_KEPT_H

#include "cache.h"
#include "large.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The block that is kept, if it has just the pages for a block of that size and
 * alignment; otherwise null. */
void *vera_kept_take(size_t size, size_t align);

/* Takes the block that vera_kept_take gave last back, if it is that one and the size
 * and alignment, which may be anything, are its own. False otherwise; nothing has changed
 * then. */
bool vera_kept_retake(void *block, uint64_t size, uint64_t align);

/* Keeps a block that was claimed in a cache, or releases it; `cache` is null for a thread
 * that has none. */
void vera_kept_give(struct vera_cache *cache, struct vera_large *large);

/* Lets the block go that a cache keeps, if it does. */
void vera_kept_drop(struct vera_cache *cache);

#endif
