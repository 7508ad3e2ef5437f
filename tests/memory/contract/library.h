/* Opens the shared library at run time, as a host does. Programs that use this are not
 * linked with it.
 */
#ifndef VERA_TESTS_LIBRARY_H
#define VERA_TESTS_LIBRARY_H

#include <stdbool.h>
#include <stdint.h>

struct library {
    void *handle; /* the system's */
    void *(*allocate)(int64_t size);
    void (*free)(void *addr, int64_t size);
};

struct library library_open(void);

/* Closes it once. False if the system reports that it was not open. */
bool library_close(const struct library *library);

/* Whether it is loaded in this process, open or not. */
bool library_is_loaded(void);

/* Open a copy of its file with another name, and a copy with the same name, in a namespace
 * of its own where the loader has them. Each copy is an allocator of its own. */
struct library library_open_copy(void);
struct library library_open_namesake(void);

#endif
