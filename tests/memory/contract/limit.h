/* A limit to what the library can get from the system. */
#ifndef VERA_TESTS_LIMIT_H
#define VERA_TESTS_LIMIT_H

#include <stddef.h>

/* From now on, for as long as the process lasts, it gets so many bytes of addresses more
 * than it has, and no others. */
void limit_addresses(size_t more);

#endif
