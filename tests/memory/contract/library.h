/* The shared library, opened at run time as a host opens it. Programs that use
 * this are not linked with it.
 */
#ifndef VERA_TESTS_LIBRARY_H
#define VERA_TESTS_LIBRARY_H

#include <stdint.h>

struct library {
    void *handle; /* of dlopen */
    void *(*allocate)(int64_t size);
    void (*free)(void *addr, int64_t size);
};

struct library library_open(void);

/* Where it is. Kept for good. */
const char *library_path(void);

#endif
