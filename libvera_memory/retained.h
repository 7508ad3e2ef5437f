/* What the primitives retain: idle runs, in one set for each state, and what becomes of them.
 *
 * Nothing here locks, allocates or calls the system. Records must have been reserved before a
 * run is taken.
 */
#ifndef VERA_RETAINED_H
#define VERA_RETAINED_H

#include "mapping.h"
#include "pages.h"
#include "run_set.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VERA_CHUNK ((size_t)1 << 20) /* one mapping for many runs; a larger request has its own */

/* Warm runs have pages. Cold runs have only addresses: they are writable, or sealed. */
enum vera_run_state { VERA_RUN_WARM, VERA_RUN_COLD, VERA_RUN_SEALED, VERA_RUN_STATES };

struct vera_retained {
    const struct vera_pages_facts *facts;
    struct vera_mappings mappings;
    struct vera_run_set idle[VERA_RUN_STATES];
    size_t in_use; /* bytes handed out */
    size_t peak;   /* the most of that, lately, without what is refused; see vera_retained_decay */
};

/* Notes a new mapping. */
void vera_retained_add_mapping(struct vera_retained *retained, uintptr_t addr, size_t size);

/* Whether a run that is in no set can be released. */
bool vera_retained_can_release(const struct vera_retained *retained, const struct vera_run *run);

/* Forgets a run that was released. */
void vera_retained_forget(struct vera_retained *retained, struct vera_run *run);

/* Adds a run that is in no set, and joins it with its neighbours of the same state. */
void vera_retained_add(struct vera_retained *retained, enum vera_run_state state,
                       struct vera_run *run);

/* Cuts `size` bytes from `addr` out of an idle run. */
void vera_retained_cut(struct vera_retained *retained, enum vera_run_state state,
                       struct vera_run *run, uintptr_t addr, size_t size);

/* The cold run, sealed or not, beside a run that is in no set of cold ones, and its state;
 * null when there is none. */
struct vera_run *vera_retained_cold_beside(const struct vera_retained *retained,
                                           const struct vera_run *run, enum vera_run_side side,
                                           enum vera_run_state *state);

/* Counts bytes that are handed out. */
void vera_retained_count_in(struct vera_retained *retained, size_t size);

/* Takes back a run that was handed out, with the record that was reserved for it. It is in no
 * set then. */
struct vera_run *vera_retained_take_back(struct vera_retained *retained, void *addr, size_t size,
                                         uint64_t since);

/* The same for a run that was handed out for a request that is refused after all: no peak counts
 * it, unless another thread got or gave a run meanwhile. */
struct vera_run *vera_retained_refuse(struct vera_retained *retained, void *addr, size_t size,
                                      uint64_t since);

/* Bytes in cold runs. */
size_t vera_retained_cold(const struct vera_retained *retained);

/* Whether another run may be sealed, one that is not beside a sealed one. */
bool vera_retained_may_seal(const struct vera_retained *retained);

/* Whether more is warm, writable or cold than may be. */
bool vera_retained_is_surplus(const struct vera_retained *retained);

/* Takes out the oldest warm run, to lose its pages, if there is a surplus or it has been idle
 * for `age` milliseconds, as of `now`; otherwise null. */
struct vera_run *vera_retained_next_to_cool(struct vera_retained *retained, uint64_t now,
                                            uint64_t age);

/* How a run that is in no set, and has pages, becomes idle. */
enum vera_run_end { VERA_RUN_RETAIN, VERA_RUN_RELEASE, VERA_RUN_SEAL, VERA_RUN_PURGE };

/* The end of a run that was handed out at that alignment and is back. If it is retained, it has
 * been added; otherwise as below. */
enum vera_run_end vera_retained_return(struct vera_retained *retained, struct vera_run *run,
                                       size_t align);

/* The end of a run that is not retained. If it is not purged, it has been joined with the
 * writable cold runs beside it. */
enum vera_run_end vera_retained_end(struct vera_retained *retained, struct vera_run *run);

/* Takes out the largest writable cold run, to be sealed, if there is a surplus of them;
 * otherwise null. */
struct vera_run *vera_retained_next_to_seal(struct vera_retained *retained);

/* Takes out a cold run, to be released, if there is a surplus or `all` is set, and its state;
 * otherwise null. */
struct vera_run *vera_retained_next_to_release(struct vera_retained *retained, bool all,
                                               enum vera_run_state *state);

/* Halves the distance of the peak from the bytes in use. */
void vera_retained_decay(struct vera_retained *retained);

#endif
