/* Records of idle runs.
 *
 * Taking memory back must not need memory. So before a run is handed out, the records that
 * taking it back needs are reserved among the spare ones. The lock of the primitives guards
 * everything here unless stated otherwise.
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

/* Reserves VERA_RUN_RECORD_RESERVE spare records; false when fewer are not reserved. */
bool vera_run_record_reserve(void);

/* Takes back the reservation of `count` records. */
void vera_run_record_unreserve(size_t count);

/* Whether a record is spare that is not reserved. */
bool vera_run_record_is_available(void);

/* A spare record, filled in. The caller has reserved it, or knows that one is available. */
struct vera_run *vera_run_record_take(uintptr_t addr, size_t size, uint64_t since);

/* Makes a record a spare one. */
void vera_run_record_give(struct vera_run *run);

/* A new record, which is not a spare one yet; null when there is no memory. The lock is not
 * held here. */
struct vera_run *vera_run_record_new(void);

/* Takes out a spare record while more than `most` are not reserved; otherwise null. */
struct vera_run *vera_run_record_take_surplus(size_t most);

/* Ends a record that is not a spare one. The lock is not held here. */
void vera_run_record_end(struct vera_run *run);

#endif
