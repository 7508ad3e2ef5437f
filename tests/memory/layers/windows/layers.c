/* The layers of Windows: runs stay as the system gave them. */
#include "layers.h"

layer_cases *const layers_of_system[] = {run_cases, primitive_cases, NULL};

const bool layers_need_keys = false; /* the loader reports it */
