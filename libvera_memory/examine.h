/* When the program ends, pointers that were freed may still lie in the cache of the thread
 * that ends it. They are examined: what a flush would report is reported, and nothing is given
 * back.
 */
#ifndef VERA_EXAMINE_H
#define VERA_EXAMINE_H

#include "cache.h"

/* Examines the calling thread's own cache, null for none, and changes nothing. Waits for nothing: a
 * class that another thread has locked is left out, and so is everything while a call is putting
 * the cache in order. No lock is held. */
void vera_examine(const struct vera_cache *cache);

#endif
