/* What the primitives retain: idle runs, in one set for each state.
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
    size_t lost;   /* bytes that lost their pages, lately, because too many were warm */
    size_t missed; /* bytes that may be warm besides, because as many were lost and then needed */
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

/* Takes out an idle run. */
void vera_retained_take_out(struct vera_retained *retained, enum vera_run_state state,
                            struct vera_run *run);

/* The idle run of that state beside a run that is not in its set; null when there is none. Where
 * mappings are not divisible, they are of the same one. */
struct vera_run *vera_retained_beside(const struct vera_retained *retained,
                                      enum vera_run_state state, const struct vera_run *run,
                                      enum vera_run_side side);

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

/* The most bytes that were handed out lately, now included. */
size_t vera_retained_peak(const struct vera_retained *retained);

/* Bytes in cold runs. */
size_t vera_retained_cold(const struct vera_retained *retained);

/* Counts bytes that lose their pages because too many are warm. */
void vera_retained_lose(struct vera_retained *retained, size_t size);

/* Counts bytes that are handed out without pages: as many as were lost lately are missed. */
void vera_retained_miss(struct vera_retained *retained, size_t size);

/* Counts bytes that were warm in vain. */
void vera_retained_waste(struct vera_retained *retained, size_t size);

/* Done each second: halves the distance of the peak from the bytes in use, and what was lost, and
 * takes an eighth from what was missed. */
void vera_retained_decay(struct vera_retained *retained);

#endif
