/* Idle memory: what every layer retains for the next request, and when it gives that up.
 *
 * Bounds hold at once: VERA_CACHE_BYTES and a loan in a thread's cache, VERA_CENTRAL_IDLE in empty
 * slabs, and in idle runs what VERA_SYSTEM_IDLE says. Besides, what has been idle for a
 * second is purged at the next call that misses its cache, unless that frees a large block. So
 * a program that falls quiet and comes back shrinks, without a thread that watches it.
 */
#ifndef VERA_IDLE_H
#define VERA_IDLE_H

#include "fault.h"

#include <stdbool.h>
#include <stddef.h>

/* Purges what has been idle for a second, at most once a second. Here and below, what is wrong
 * with pointers in the calling thread's cache is added to `faults`. */
void vera_idle_purge(struct vera_faults *faults);

/* Whether a request that failed might succeed after vera_idle_release, which may release `more`
 * bytes besides what idle memory has. True in doubt. What no machine holds must not cost the
 * program its caches. */
bool vera_idle_could_serve(size_t size, size_t align, size_t more);

/* Flushes the calling thread's cache and releases everything idle: the last resort before a
 * request is refused. */
void vera_idle_release(struct vera_faults *faults);

#endif
