/* The shared library, opened at run time as a host opens it. Programs that use
 * this are not linked with it.
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

/* Closes it once. False when the system says that it was not open. */
bool library_close(const struct library *library);

/* Whether it is in this process, open or not. */
bool library_is_loaded(void);

/* A copy of its file, of another name; and a copy of the same name, which a system that
 * has namespaces keeps in one of its own. Each has an allocator of its own. */
struct library library_open_copy(void);
struct library library_open_namesake(void);

#endif
