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

/* A copy of its file, which is gone when this returns; and the library once more
 * in a namespace of its own. Each has an allocator of its own. */
struct library library_open_copy(void);
struct library library_open_in_namespace(void);

/* Loads a copy of the file at `path`. Null when it cannot be loaded. */
void *library_load_copy(const char *path);

/* Where it is. Kept for good. */
const char *library_path(void);

#endif
