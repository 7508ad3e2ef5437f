/* The cases of each layer, from the file of its name. */
#ifndef VERA_TESTS_LAYERS_H
#define VERA_TESTS_LAYERS_H

#include "run.h"

TCase *cache_cases(void);
TCase *central_cases(void);
TCase *class_cases(void);
TCase *kept_cases(void);
TCase *large_cases(void);
TCase *map_cases(void);
TCase *mark_cases(void);
TCase *node_cases(void);
TCase *primitive_cases(void);
TCase *record_cases(void);
TCase *region_cases(void);
TCase *retained_cases(void);
TCase *run_cases(void);
TCase *slab_cases(void);

#endif
