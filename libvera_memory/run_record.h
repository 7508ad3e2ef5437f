/* Records of idle runs.
 *
 * Taking memory back must not need memory. So before a run is handed out, the records that
 * taking it back needs are reserved. The lock of the primitives guards everything here.
 */
#ifndef VERA_RUN_RECORD_H
#define VERA_RUN_RECORD_H

#include "run_set.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What handing a run out takes: a record for its return, and for each of the five times that it
 * is tried one for a new mapping and three for rests and for parts that come back. */
#define VERA_RUN_RECORD_RESERVE ((size_t)21)

/* Reserves VERA_RUN_RECORD_RESERVE records; false when fewer are free and not reserved. */
bool vera_run_record_reserve(void);

/* Takes back the reservation of `count` records. */
void vera_run_record_unreserve(size_t count);

/* Whether a record is free that is not reserved. */
bool vera_run_record_is_available(void);

/* A record, filled in. The caller has reserved it, or knows that one is available. */
struct vera_run *vera_run_record_take(uintptr_t addr, size_t size, uint64_t since);

void vera_run_record_give(struct vera_run *run);

/* Adds what vera_record_new_extent made. */
void vera_run_record_add_extent(struct vera_extent *extent);

/* Takes out an idle extent, whose records are not reserved, while more than `most` are warm;
 * otherwise null. */
struct vera_extent *vera_run_record_take_idle_extent(size_t most);

void vera_run_record_give_extent(struct vera_extent *extent, bool purged);

#endif
