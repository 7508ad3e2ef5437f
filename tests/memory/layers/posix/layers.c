/* The layers that are POSIX's own: runs are cut and joined, and records purged. */
#include "layers.h"

layer_cases *const layers_of_system[] = {
    run_record_cases, run_cases, retained_cases, primitive_cases, NULL,
};

const bool layers_need_keys = true;
