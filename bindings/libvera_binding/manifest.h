/* A manifest: what a module states about itself, read from JSON. */
#ifndef VERA_BINDING_MANIFEST_H
#define VERA_BINDING_MANIFEST_H

#include "function.h"

struct vera_manifest_node {
    const char *name;
    int32_t parent; /* the node that it extends; -1: none */
};

struct vera_manifest {
    const char *module;
    const char *library; /* the file name for this system; null: there is none */
    int64_t align;       /* the minimum alignment of an owned block */
    uint32_t node_count;
    struct vera_manifest_node *nodes; /* a parent comes before its children */
    uint32_t function_count;
    struct vera_binding_function *functions; /* only their descriptions are set */
    struct vera_binding_function **by_name;  /* the same, sorted by name */
};

/* Reads a manifest. Everything in it is in the pool.
 *
 * name  the name that the module must have; null: any */
int32_t vera_manifest_read(struct vera_manifest *manifest, const char *path, const char *name,
                           struct vera_pool *pool, struct vera_binding_error *error);

/* The index of the node of that name; -1 if there is none. */
int32_t vera_manifest_find_node(const struct vera_manifest *manifest, const char *name);

/* The function of that name; null if there is none. */
struct vera_binding_function *vera_manifest_find_function(const struct vera_manifest *manifest,
                                                          const char *name);

#endif
