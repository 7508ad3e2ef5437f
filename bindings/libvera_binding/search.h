/* The search for a module's manifest. */
#ifndef VERA_BINDING_SEARCH_H
#define VERA_BINDING_SEARCH_H

#include "pool.h"

/* Finds the manifest of `where`, a VERA name or a path as for vera_binding_open.
 *
 * path  set to its real path, in the pool
 * name  set to the module's name, a part of `where`; null if `where` is a path */
int32_t vera_search_manifest(const char *where, struct vera_pool *pool, const char **path,
                             const char **name, struct vera_binding_error *error);

#endif
