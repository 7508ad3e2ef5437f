/* What the wrapped functions of exhaust.c share: those of the C library that allocate
 * and that only some systems have are in the system's folder. */
#ifndef VERA_TESTS_BINDING_EXHAUSTING_H
#define VERA_TESTS_BINDING_EXHAUSTING_H

#include <stdbool.h>

/* Whether this allocation is to fail; errno is then ENOMEM. */
bool exhausting_fails(void);

/* Counts a block that was allocated, if there is one, and returns it. */
void *exhausting_keep(void *block);

#endif
