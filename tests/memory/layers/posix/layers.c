/* The layers that POSIX has by itself. */
#include "layers.h"

layer_cases *const layers_of_system[] = {
    primitive_cases, examine_in_fork_cases, extents_cases, inside_cases, interrupted_cases,
    loan_cases,      print_cases,           sys_cases,     NULL,
};

const bool layers_need_keys = true;
