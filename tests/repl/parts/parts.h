/* The test cases of each part of vera-repl. They are in the file with its name. */
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
