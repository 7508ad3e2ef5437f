/* How idle runs lose their pages, and their addresses. No lock is held here, and none while the
 * system is called.
 */
#ifndef VERA_COOLING_H
#define VERA_COOLING_H

#include "retained.h"
#include "surplus.h"
#include "system.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The lock guards what is retained, and the records of runs. */
struct vera_runs {
    struct vera_lock lock;
    struct vera_retained retained;
};

/* Takes the pages from a run that is in no set, as `end` says. False when the system refuses
 * all that helps; the run is warm then, to be tried again. */
bool vera_cooling_cool(struct vera_runs *runs, struct vera_run *run, enum vera_run_end end);

/* Does the same in the way that suits what is idle. */
bool vera_cooling_cool_as_fits(struct vera_runs *runs, struct vera_run *run);

/* Gives up the surplus, and the warm runs that have been idle for `age` milliseconds, as of
 * `now`. */
void vera_cooling_give_up(struct vera_runs *runs, uint64_t now, uint64_t age);

/* Releases all idle runs. */
void vera_cooling_release_all(struct vera_runs *runs);

/* Ends spare records until at most `most` are not reserved. */
void vera_cooling_end_spares(struct vera_runs *runs, size_t most);

#endif
