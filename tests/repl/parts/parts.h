/* The cases of each part, from the file of its name. */
#ifndef VERA_TESTS_PARTS_H
#define VERA_TESTS_PARTS_H

#include "run.h"

TCase *blocks_cases(void);
TCase *complete_cases(void);
TCase *fault_cases(void);
TCase *vet_cases(void);
TCase *line_cases(void);
TCase *parse_cases(void);
TCase *text_cases(void);
TCase *token_cases(void);
TCase *value_cases(void);

#endif
