/* What a thread does that the gate refuses. It waits for nobody.
 */
#ifndef VERA_ASIDE_H
#define VERA_ASIDE_H

#include "cache.h"

#include <stdbool.h>
#include <stddef.h>

/* Frees a block, which may be anything but null: one of the side heap at once, any other one
 * later. False, after a report, if the side heap knows that it is misuse. */
bool vera_aside_free(void *block, size_t size, size_t align);

/* The same for what __vera_sys_alloc returned. */
void vera_aside_give_run(void *addr, size_t size, size_t align);

/* Takes the blocks out of a cache that no thread has any longer, and leaves it to others. */
void vera_aside_leave_cache(struct vera_cache *cache);

#endif
