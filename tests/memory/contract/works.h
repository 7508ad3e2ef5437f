/* Checks that the library works, at a time when it might not. */
#ifndef VERA_TESTS_WORKS_H
#define VERA_TESTS_WORKS_H

#include <stdbool.h>

/* Takes every path below the cache: small and large sizes, enough of each to refill and
 * flush. */
bool works_everywhere(void);

#endif
