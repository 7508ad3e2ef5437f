/* A place in this program, as the library prints it. */
#ifndef VERA_TESTS_PLACE_H
#define VERA_TESTS_PLACE_H

#include <stddef.h>

/* If the text begins with such a place, sets its length and returns the name of the function
 * that it is in, one of those in leaky.h. Otherwise null. */
const char *place_function(const char *text, size_t *length);

/* If the text begins with the name of this program's file and "+0x", the length of these
 * two. Otherwise 0. */
size_t place_file(const char *text);

#endif
