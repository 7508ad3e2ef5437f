/* The test cases of each layer, in the file of its name; those of a platform, in its folder. */
#ifndef VERA_TESTS_LAYERS_H
#define VERA_TESTS_LAYERS_H

#include "run.h"

#include <stdbool.h>

TCase *arena_cases(void);
TCase *cache_cases(void);
TCase *central_cases(void);
TCase *check_call_cases(void);
TCase *check_group_cases(void);
TCase *check_guarded_cases(void);
TCase *check_map_cases(void);
TCase *check_place_cases(void);
TCase *check_record_cases(void);
TCase *class_cases(void);
TCase *examine_cases(void);
TCase *flush_cases(void);
TCase *gate_cases(void);
TCase *impatient_gate_cases(void);
TCase *large_cases(void);
TCase *large_cache_cases(void);
TCase *lock_cases(void);
TCase *map_cases(void);
TCase *mapping_cases(void);
TCase *mark_cases(void);
TCase *pool_cases(void);
TCase *run_record_cases(void);
TCase *run_set_cases(void);
TCase *side_cases(void);
TCase *slab_cases(void);
TCase *surplus_cases(void);
TCase *taking_cases(void);

TCase *examine_in_fork_cases(void);
TCase *extents_cases(void);
TCase *inside_cases(void);
TCase *loan_cases(void);
TCase *interrupted_cases(void);
TCase *primitive_cases(void);
TCase *print_cases(void);
TCase *sys_cases(void);

/* The cases of the platform, ended by null. */
typedef TCase *layer_cases(void);
extern layer_cases *const layers_of_system[];

/* Whether the library learns of a thread's end through a pthread key. */
extern const bool layers_need_keys;

#endif
