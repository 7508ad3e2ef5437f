/* Shared by the wrapped functions of exhaust.c and those of the C library's functions that
 * only some systems have, which are in the system's folder. */
#ifndef VERA_TESTS_BINDING_EXHAUSTING_H
#define VERA_TESTS_BINDING_EXHAUSTING_H

#include <stdbool.h>

/* Whether this allocation must fail; errno is then ENOMEM. */
bool exhausting_fails(void);

/* Counts an allocated block, unless it is null, and returns it. */
void *exhausting_keep(void *block);

#endif
