/* A manifest: what a module says of itself, read from JSON. */
#ifndef VERA_BINDING_MANIFEST_H
#define VERA_BINDING_MANIFEST_H

#include "function.h"

struct vera_manifest_node {
    const char *name;
    int32_t parent; /* the node that it extends; -1: none */
};

struct vera_manifest {
    const char *module;
    const char *library; /* this system's file name; null: there is none */
    int64_t align;       /* the least alignment of an owned block */
    uint32_t node_count;
    struct vera_manifest_node *nodes; /* a parent stands before its children */
    uint32_t function_count;
    struct vera_binding_function *functions; /* with their descriptions alone */
    struct vera_binding_function **by_name;  /* the same, sorted */
};

/* Reads a manifest. Everything it holds is in the pool.
 *
 * name  the module's name, as it was asked for; null: any */
int32_t vera_manifest_read(struct vera_manifest *manifest, const char *path, const char *name,
                           struct vera_pool *pool, struct vera_binding_error *error);

/* The node of that name; -1 when there is none. */
int32_t vera_manifest_node(const struct vera_manifest *manifest, const char *name);

/* The function of that name; null when there is none. */
struct vera_binding_function *vera_manifest_function(const struct vera_manifest *manifest,
                                                     const char *name);

#endif
