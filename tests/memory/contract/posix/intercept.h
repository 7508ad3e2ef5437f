/* The functions by which the library reads the environment, registers its fork handlers and makes
 * a key, when a program has them in place of the C library's. So it is known when the library
 * calls them, and something can happen meanwhile.
 */
#ifndef VERA_TESTS_INTERCEPT_H
#define VERA_TESTS_INTERCEPT_H

#include <stdatomic.h>
#include <stdbool.h>

/* Called when the library reads a setting, has registered its handlers, and has made a key. Null
 * for nothing. */
extern void (*intercept_reading)(void);
extern void (*intercept_registered)(void);
extern void (*intercept_keyed)(void);

extern atomic_uint intercept_reads; /* of the mode */
extern atomic_uint intercept_registrations;

extern bool intercept_lacks_memory; /* for handlers */

/* The value of a variable; null if it is not set. Intercepts nothing. */
char *intercept_variable(const char *name);

#endif
