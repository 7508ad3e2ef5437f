/* Idle memory: what every layer keeps for the next request, and when it goes.
 *
 * Bounds hold at once: VERA_CACHE_BYTES in a thread's cache, VERA_CENTRAL_IDLE
 * in empty slabs, in runs VERA_SYSTEM_IDLE or as much as is in use. On top of
 * that, what has been idle
 * for a second goes at the next call that leaves its cache, so a program that
 * goes quiet and comes back shrinks, without a thread that watches it.
 */
#ifndef VERA_IDLE_H
#define VERA_IDLE_H

/* Lets go of what has been idle for a second, at most once a second. */
void vera_idle_age(void);

/* Lets go of everything that is idle, and of the calling thread's cache: what
 * is done before a request is refused. */
void vera_idle_release(void);

#endif
