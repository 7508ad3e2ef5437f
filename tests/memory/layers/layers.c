/* The layers, from the bottom up. */
#include "layers.h"

Suite *suite(void)
{
    static layer_cases *const layers[] = {
        lock_cases,        class_cases,          run_record_cases,   run_set_cases,
        mapping_cases,     surplus_cases,        taking_cases,       mark_cases,
        arena_cases,       pool_cases,           map_cases,          side_cases,
        slab_cases,        large_cases,          gate_cases,         central_cases,
        cache_cases,       flush_cases,          large_cache_cases,  examine_cases,
        check_map_cases,   impatient_gate_cases, check_record_cases, check_group_cases,
        check_place_cases, check_guarded_cases,  check_call_cases,
    };
    Suite *suite = suite_create("layers");
    for (size_t i = 0; layers_of_system[i] != NULL; i++) {
        suite_add_tcase(suite, layers_of_system[i]());
    }
    for (size_t i = 0; i < sizeof layers / sizeof layers[0]; i++) {
        suite_add_tcase(suite, layers[i]());
    }
    return suite;
}
