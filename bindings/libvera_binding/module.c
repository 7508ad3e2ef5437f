/* Opening and closing a module, and the functions that describe an open one.
 *
 * vera_binding_open is four steps, and each is a file: search.c finds the manifest,
 * manifest.c reads it, library.c finds and loads the native library, and function.c
 * prepares the call of each function. A fifth, here, requires the caller's node. call.c
 * makes the calls. */
#include "library.h"
#include "loader.h"
#include "manifest.h"
#include "search.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct vera_binding_module {
    atomic_size_t owners;
    const char *path; /* of the manifest, resolved */
    struct vera_manifest manifest;
    struct vera_library library;
    struct vera_pool pool; /* the memory of the four members above */
};

static bool belongs(const struct vera_binding_function *function, const char *node)
{
    return strcmp(function->description.node, node) == 0;
}

/* A released node is never edited, so a library has a node if it has every function
 * that the manifest puts there. Returns the first that it lacks, or null. */
static const struct vera_binding_function *find_missing(const struct vera_manifest *manifest,
                                                        const char *node)
{
    for (uint32_t i = 0; i < manifest->function_count; i++) {
        const struct vera_binding_function *function = &manifest->functions[i];
        if (belongs(function, node) && !function->present) {
            return function;
        }
    }
    return NULL;
}

/* A node includes the promises of the nodes that it extends. */
static int32_t require_node(const struct vera_binding_module *module, const char *node,
                            struct vera_binding_error *error)
{
    const struct vera_manifest *manifest = &module->manifest;
    int32_t index = vera_manifest_find_node(manifest, node);
    if (index < 0) {
        return vera_error_set(error, VERA_BINDING_NODE, "%s: vera:%s has no node %s", module->path,
                              manifest->module, node);
    }
    while (index >= 0) {
        const struct vera_manifest_node *needed = &manifest->nodes[index];
        const struct vera_binding_function *missing = find_missing(manifest, needed->name);
        if (missing != NULL) {
            return vera_error_set(
                error, VERA_BINDING_NODE, "%s does not have node %s of vera:%s: it has no %s",
                module->library.file, needed->name, manifest->module, missing->description.symbol);
        }
        index = needed->parent;
    }
    return VERA_BINDING_OK;
}

static int32_t load_library(struct vera_binding_module *module, struct vera_binding_error *error)
{
    const struct vera_manifest *manifest = &module->manifest;
    if (manifest->library == NULL) {
        return vera_error_set(error, VERA_BINDING_LIBRARY,
                              "%s: vera:%s has no library for this system (\"%s\")", module->path,
                              manifest->module, vera_loader_format);
    }
    return vera_library_open(&module->library, module->path, manifest->library, &module->pool,
                             error);
}

static int32_t prepare_functions(struct vera_binding_module *module,
                                 struct vera_binding_error *error)
{
    struct vera_manifest *manifest = &module->manifest;
    for (uint32_t i = 0; i < manifest->function_count; i++) {
        if (vera_function_prepare(&manifest->functions[i], &module->library, &module->pool) !=
            VERA_BINDING_OK) {
            return vera_error_memory(error);
        }
    }
    return VERA_BINDING_OK;
}

static int32_t assemble(struct vera_binding_module *module, const char *where, const char *node,
                        struct vera_binding_error *error)
{
    const char *name;
    int32_t code = vera_search_manifest(where, &module->pool, &module->path, &name, error);
    if (code == VERA_BINDING_OK) {
        code = vera_manifest_read(&module->manifest, module->path, name, &module->pool, error);
    }
    if (code == VERA_BINDING_OK) {
        code = load_library(module, error);
    }
    if (code == VERA_BINDING_OK) {
        code = prepare_functions(module, error);
    }
    if (code == VERA_BINDING_OK && node != NULL) {
        code = require_node(module, node, error);
    }
    return code;
}

static void destroy(struct vera_binding_module *module)
{
    vera_pool_free(&module->pool);
    free(module);
}

/* The searches write each place that they try into `failure`. The caller's error is set
 * only when opening has failed. */
int32_t vera_binding_open(const char *where, const char *node, struct vera_binding_module **module,
                          struct vera_binding_error *error)
{
    *module = NULL;
    struct vera_binding_module *opened = calloc(1, sizeof *opened);
    if (opened == NULL) {
        return vera_error_memory(error);
    }
    atomic_init(&opened->owners, 1);
    struct vera_binding_error failure;
    int32_t code = assemble(opened, where, node, &failure);
    if (code == VERA_BINDING_OK) {
        *module = opened;
        return code;
    }
    destroy(opened);
    if (error != NULL) {
        *error = failure;
    }
    return code;
}

struct vera_binding_module *vera_binding_retain(struct vera_binding_module *module)
{
    atomic_fetch_add_explicit(&module->owners, 1, memory_order_relaxed);
    return module;
}

/* acq_rel: everything that the other owners did happens before the module is freed. */
void vera_binding_close(struct vera_binding_module *module)
{
    if (module != NULL &&
        atomic_fetch_sub_explicit(&module->owners, 1, memory_order_acq_rel) == 1) {
        destroy(module);
    }
}

const char *vera_binding_name(const struct vera_binding_module *module)
{
    return module->manifest.module;
}

const char *vera_binding_manifest(const struct vera_binding_module *module)
{
    return module->path;
}

const char *vera_binding_library(const struct vera_binding_module *module)
{
    return module->library.file;
}

int64_t vera_binding_alignment(const struct vera_binding_module *module)
{
    return module->manifest.align;
}

uint32_t vera_binding_count(const struct vera_binding_module *module)
{
    return module->manifest.function_count;
}

const struct vera_binding_function *vera_binding_at(const struct vera_binding_module *module,
                                                    uint32_t index)
{
    const struct vera_manifest *manifest = &module->manifest;
    return index < manifest->function_count ? &manifest->functions[index] : NULL;
}

const struct vera_binding_function *vera_binding_find(const struct vera_binding_module *module,
                                                      const char *name)
{
    return vera_manifest_find_function(&module->manifest, name);
}

const struct vera_binding_description *
vera_binding_describe(const struct vera_binding_function *function)
{
    return &function->description;
}
