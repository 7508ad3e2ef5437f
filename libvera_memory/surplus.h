/* How much of what is idle stays, and in which state; and what goes next.
 *
 * Nothing here locks, allocates or calls the system.
 */
#ifndef VERA_SURPLUS_H
#define VERA_SURPLUS_H

#include "retained.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether another run may be sealed, one that is not beside a sealed one. */
bool vera_surplus_may_seal(const struct vera_retained *retained);

/* Whether more is warm, writable or cold than may be. */
bool vera_surplus_is_any(const struct vera_retained *retained);

/* Takes out the oldest warm run, to lose its pages, if there is a surplus or it has been idle
 * for `age` milliseconds, as of `now`; otherwise null. */
struct vera_run *vera_surplus_next_to_cool(struct vera_retained *retained, uint64_t now,
                                           uint64_t age);

/* How a run that is in no set, and has pages, becomes idle. */
enum vera_run_end { VERA_RUN_RETAIN, VERA_RUN_RELEASE, VERA_RUN_SEAL, VERA_RUN_PURGE };

/* The end of a run that was handed out at that alignment and is back. If it is retained, it has
 * been added; otherwise as below. */
enum vera_run_end vera_surplus_end_of_return(struct vera_retained *retained, struct vera_run *run,
                                             size_t align);

/* The end of a run that is not retained. If it is not purged, it has been joined with the
 * writable cold runs beside it. */
enum vera_run_end vera_surplus_end(struct vera_retained *retained, struct vera_run *run);

/* Takes out the largest writable cold run, to be sealed, if there is a surplus of them;
 * otherwise null. */
struct vera_run *vera_surplus_next_to_seal(struct vera_retained *retained);

/* Takes out a cold run, to be released, if there is a surplus or `all` is set, and its state;
 * otherwise null. */
struct vera_run *vera_surplus_next_to_release(struct vera_retained *retained, bool all,
                                              enum vera_run_state *state);

#endif
