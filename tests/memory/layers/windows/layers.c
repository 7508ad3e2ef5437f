/* Runs are what the system gave, whole. */
#include "layers.h"

layer_cases *const layers_of_system[] = {run_cases, primitive_cases, NULL};

const bool layers_need_keys = false; /* the loader tells */
