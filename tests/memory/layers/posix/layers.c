/* Runs are cut and joined, and their records dropped. */
#include "layers.h"

layer_cases *const layers_of_system[] = {
    node_cases, run_cases, retained_cases, primitive_cases, NULL,
};

const bool layers_need_keys = true;
