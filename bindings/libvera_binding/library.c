/* Finds and loads the native library of a module: in its place relative to the manifest, or
 * else through the system's loader. loader.h is the loader itself. */
#include "library.h"

#include "loader.h"
#include "path.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The state of a search. */
struct search {
    struct vera_library *library;
    const char *name;
    struct vera_pool *pool;
    struct vera_binding_error *error; /* lists the places that were tried */
    char reason[512];                 /* why the loader refused */
};

static int32_t keep_file(struct search *search, const char *file)
{
    search->library->file = vera_pool_print(search->pool, "%s", file);
    return search->library->file != NULL ? VERA_BINDING_OK : vera_error_memory(search->error);
}

static bool load(struct search *search, const char *file)
{
    search->library->handle = vera_loader_open(file, search->reason, sizeof search->reason);
    return search->library->handle != NULL;
}

/* A file that exists there is the module's library. If it cannot be loaded, that is an
 * error: another file of that name from elsewhere must not silently replace it. */
static int32_t load_real(struct search *search, const char *real)
{
    if (!load(search, real)) {
        if (errno == ENOMEM) {
            return vera_error_memory(search->error);
        }
        return vera_error_set(search->error, VERA_BINDING_LIBRARY, "%s cannot be loaded: %s", real,
                              search->reason);
    }
    return keep_file(search, real);
}

static int32_t try_place(struct search *search, const char *folder, const char *place)
{
    const char *path = vera_pool_print(search->pool, "%s/%s/%s", folder, place, search->name);
    char *real = path != NULL ? vera_path_real(path) : NULL;
    if (real != NULL) {
        int32_t code = load_real(search, real);
        free(real);
        return code;
    }
    if (path == NULL || errno == ENOMEM) {
        return vera_error_memory(search->error);
    }
    vera_error_add(search->error, "%s (%s), ", path, strerror(errno));
    return VERA_BINDING_OK;
}

static int32_t try_beside(struct search *search, const char *manifest)
{
    char *folder = vera_pool_print(search->pool, "%s", manifest);
    if (folder == NULL) {
        return vera_error_memory(search->error);
    }
    vera_path_ascend(folder);
    int32_t code = VERA_BINDING_OK;
    for (const char *const *place = vera_loader_places; *place != NULL; place++) {
        code = try_place(search, folder, *place);
        if (code != VERA_BINDING_OK || search->library->handle != NULL) {
            break;
        }
    }
    return code;
}

static int32_t try_system(struct search *search)
{
    if (!load(search, search->name)) {
        if (errno == ENOMEM) {
            return vera_error_memory(search->error);
        }
        vera_error_add(search->error, "and by the system's loader (%s)", search->reason);
        return VERA_BINDING_LIBRARY;
    }
    char *file = vera_loader_file(search->library->handle);
    if (file == NULL && errno == ENOMEM) {
        return vera_error_memory(search->error);
    }
    int32_t code = keep_file(search, file != NULL ? file : search->name);
    free(file);
    return code;
}

int32_t vera_library_open(struct vera_library *library, const char *manifest, const char *name,
                          struct vera_pool *pool, struct vera_binding_error *error)
{
    struct search search = {.library = library, .name = name, .pool = pool, .error = error};
    library->handle = NULL;
    vera_error_set(error, VERA_BINDING_LIBRARY, "%s: no library %s; it was looked for as ",
                   manifest, name);
    int32_t code = try_beside(&search, manifest);
    if (code == VERA_BINDING_OK && library->handle == NULL) {
        code = try_system(&search);
    }
    return code;
}
