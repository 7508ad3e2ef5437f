/* Where a mapping can only be released whole: which mappings there are, and which of them are
 * sealed from end to end, so that they can be. Where mappings are divisible, there are none
 * here.
 *
 * Nothing here locks, allocates or calls the system.
 */
#ifndef VERA_MAPPING_H
#define VERA_MAPPING_H

#include "run_set.h"

#include <stdbool.h>
#include <stdint.h>

struct vera_mappings {
    struct vera_run_set used;
    struct vera_run_set sealed; /* from end to end */
};

/* Adds a new mapping, which is not sealed yet. */
void vera_mapping_add(struct vera_mappings *mappings, struct vera_run *mapping);

/* Takes out a mapping that is not sealed, and returns its record. */
struct vera_run *vera_mapping_remove(struct vera_mappings *mappings, uintptr_t addr);

/* Whether a mapping begins at an address: what ends there is part of another. */
bool vera_mapping_begins(const struct vera_mappings *mappings, uintptr_t addr);

/* Whether a run is a whole mapping that is not sealed. */
bool vera_mapping_is_whole(const struct vera_mappings *mappings, const struct vera_run *run);

/* Notes that a run is sealed, or that a sealed one is not any more. */
void vera_mapping_sealed(struct vera_mappings *mappings, const struct vera_run *run);
void vera_mapping_unsealed(struct vera_mappings *mappings, const struct vera_run *run);

#endif
