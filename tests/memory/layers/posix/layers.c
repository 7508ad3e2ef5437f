/* The layers of POSIX: runs are cut and joined, and their records reserved. */
#include "layers.h"

layer_cases *const layers_of_system[] = {
    run_record_cases,      run_cases, retained_cases, taking_cases, primitive_cases,
    examine_in_fork_cases, NULL,
};

const bool layers_need_keys = true;
