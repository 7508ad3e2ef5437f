/* The layers that Windows has by itself. */
#include "layers.h"

layer_cases *const layers_of_system[] = {primitive_cases, NULL};

const bool layers_need_keys = false; /* the loader reports it */
