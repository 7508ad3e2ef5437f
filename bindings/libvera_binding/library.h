/* The native library of a module: finding and loading it. */
#ifndef VERA_BINDING_LIBRARY_H
#define VERA_BINDING_LIBRARY_H

#include "pool.h"

struct vera_library {
    void *handle;
    const char *file; /* the path that was loaded, or as the loader names it */
};

/* Loads the library `name` and keeps it loaded: from its place relative to the manifest, or
 * else as the system's loader finds it.
 *
 * manifest  the real path of the manifest */
int32_t vera_library_open(struct vera_library *library, const char *manifest, const char *name,
                          struct vera_pool *pool, struct vera_binding_error *error);

#endif
