/* The native library of a module. */
#ifndef VERA_BINDING_LIBRARY_H
#define VERA_BINDING_LIBRARY_H

#include "pool.h"

struct vera_library {
    void *handle;
    const char *file; /* as it was loaded */
};

/* Loads the library `name`, for good: from its place beside the manifest, or
 * else as the system's loader finds it.
 *
 * manifest  its real path */
int32_t vera_library_open(struct vera_library *library, const char *manifest, const char *name,
                          struct vera_pool *pool, struct vera_binding_error *error);

#endif
