/* The large block that a thread freed last. Its cache keeps the block for the thread's next
 * request above 64 KiB of as many pages, so a thread that allocates and frees one such block
 * after the other reaches no shared layer.
 */
#ifndef VERA_LARGE_CACHE_H
#define VERA_LARGE_CACHE_H

#include "cache.h"
#include "large.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The cached block, if a block of that size and alignment takes exactly its pages;
 * otherwise null. */
void *vera_large_cache_take(size_t size, size_t align);

/* Takes back a block if it is the one that vera_large_cache_take returned last, and there is
 * room for it. False, and nothing has changed, if `block` is another one, or has another size
 * or alignment. All three may be anything. Like the function above, it needs no pass through
 * the gate: only the thread's own cache changes, and a word in the block's record. */
bool vera_large_cache_try_give(void *block, uint64_t size, uint64_t align);

/* Takes back any block: caches it, or frees it where there is no room, or `cache` is null
 * because the thread has none. False if it is no large block of that size and alignment;
 * nothing has changed then, and `actual` says what is on record. */
bool vera_large_cache_give(struct vera_cache *cache, void *block, size_t size, size_t align,
                           struct vera_large_form *actual);

/* Takes the cached block out of any cache, as one of `size` bytes at the least alignment; null if
 * there is none. */
void *vera_large_cache_take_any(struct vera_cache *cache, size_t *size);

/* Frees the cached block, if there is one. */
void vera_large_cache_flush(struct vera_cache *cache);

#endif
