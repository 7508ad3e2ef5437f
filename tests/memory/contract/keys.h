/* The keys that a system has for thread-specific data. Their number is fixed. */
#ifndef VERA_TESTS_KEYS_H
#define VERA_TESTS_KEYS_H

#include <stddef.h>

/* Takes all that are left and returns their number. Sets `most` to the number that the
 * system claims to have. */
size_t keys_use_up(size_t *most);

#endif
