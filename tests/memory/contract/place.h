/* A place in this program, as the library tells it. */
#ifndef VERA_TESTS_PLACE_H
#define VERA_TESTS_PLACE_H

#include <stddef.h>

/* If a text begins with such a place, the name of the function that it lies in, one of
 * leaky.h, and the length of the place; otherwise null. */
const char *place_function(const char *text, size_t *length);

/* If a text begins with the name of this program's file and "+0x", the length of both;
 * otherwise 0. */
size_t place_file(const char *text);

#endif
