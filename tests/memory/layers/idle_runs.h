/* Idle runs for the tests of what is retained and taken. No memory lies at the addresses. Places
 * and sizes are in MiB; places are from 0 to 99 above a base.
 */
#ifndef VERA_TESTS_IDLE_RUNS_H
#define VERA_TESTS_IDLE_RUNS_H

#include "retained.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MIB ((size_t)1 << 20)
#define BASE ((uintptr_t)1 << 30)
#define NO_PLACE 100u

extern struct vera_retained retained;

/* A fixture: nothing is idle, and so much is in use that no bound is near. Runs of 1 MiB and
 * more are sealed, at most 1,000 of them. */
void idle_runs_setup(void);

/* From now on, mappings are released whole, and all cold runs are sealed. */
void idle_runs_in_mappings(void);

/* A run in no set. */
struct vera_run *make(size_t place, size_t size);

/* Add one. */
void warm(size_t place, size_t size);
void cold(size_t place, size_t size);
void sealed(size_t place, size_t size);

/* NO_PLACE for null. */
size_t place_of(const void *addr);

/* Whether a set has one run at a place, and nothing else. */
bool is_just(enum vera_run_state state, size_t place, size_t size);

bool is_none(enum vera_run_state state);

#endif
