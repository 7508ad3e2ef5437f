/* Finding a module's manifest: by its path, or by its VERA name in the folders
 * where modules are. The current folder is never one of them. */
#include "search.h"

#include "name.h"
#include "path.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char scheme[] = "vera:";
static const char suffix[] = ".json";

/* A search under way. */
struct search {
    const char *name; /* of the module */
    struct vera_pool *pool;
    const char *found; /* the manifest's real path, once it is known */
    int32_t code;      /* VERA_BINDING_MEMORY ends the search */
    int tried;         /* places that `error` lists */
    struct vera_binding_error *error;
};

static bool starts(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool ends(const char *text, const char *end)
{
    size_t length = strlen(text);
    return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

static bool over(const struct search *search)
{
    return search->found != NULL || search->code != VERA_BINDING_OK;
}

/* Lists a place where the manifest is not. That it is simply not there goes
 * without saying; any other reason does not. */
static void list(struct search *search, const char *place, const char *reason)
{
    const char *before = search->tried++ == 0 ? "" : ", ";
    if (reason == NULL) {
        vera_error_add(search->error, "%s%s", before, place);
    } else {
        vera_error_add(search->error, "%s%s (%s)", before, place, reason);
    }
}

/* The real path, in the pool. Null when there is none; errno tells why. */
static const char *resolve(struct vera_pool *pool, const char *path)
{
    char *real = vera_path_real(path);
    if (real == NULL) {
        return NULL;
    }
    const char *kept = vera_pool_print(pool, "%s", real);
    free(real);
    if (kept == NULL) {
        errno = ENOMEM;
    }
    return kept;
}

static void try_folder(struct search *search, const char *folder)
{
    const char *path = vera_pool_print(search->pool, "%s/%s%s", folder, search->name, suffix);
    if (path == NULL) {
        search->code = vera_error_memory(search->error);
        return;
    }
    search->found = resolve(search->pool, path);
    if (search->found != NULL) {
        return;
    }
    if (errno == ENOMEM) {
        search->code = vera_error_memory(search->error);
    } else {
        list(search, path, errno == ENOENT || errno == ENOTDIR ? NULL : strerror(errno));
    }
}

/* An entry that depends on the current folder would let whoever chooses that
 * folder choose the code that is loaded. */
static void try_entry(struct search *search, const char *entry, size_t length)
{
    if (length == 0) {
        return;
    }
    const char *folder = vera_pool_print(search->pool, "%.*s", (int)length, entry);
    if (folder == NULL) {
        search->code = vera_error_memory(search->error);
    } else if (vera_path_absolute(folder)) {
        try_folder(search, folder);
    } else {
        list(search, folder, "in VERA_MODULE_PATH, passed over: not an absolute path");
    }
}

static void try_entries(struct search *search, const char *entry)
{
    while (entry != NULL && !over(search)) {
        const char *end = strchr(entry, vera_path_separator);
        try_entry(search, entry, end != NULL ? (size_t)(end - entry) : strlen(entry));
        entry = end != NULL ? end + 1 : NULL;
    }
}

static void try_environment(struct search *search)
{
    char *entries = vera_path_variable("VERA_MODULE_PATH");
    if (entries == NULL && errno == ENOMEM) {
        search->code = vera_error_memory(search->error);
    }
    try_entries(search, entries);
    free(entries);
}

static void try_beside_folder(struct search *search, const char *own, const char *place)
{
    const char *folder = vera_pool_print(search->pool, "%s/%s", own, place);
    if (folder == NULL) {
        search->code = vera_error_memory(search->error);
    } else if (strcmp(folder, VERA_MODULEDIR) != 0) {
        try_folder(search, folder);
    }
}

/* Beside this library: what was installed together may be moved together. */
static void try_beside(struct search *search)
{
    char *own = vera_path_own();
    if (own == NULL) {
        if (errno == ENOMEM) {
            search->code = vera_error_memory(search->error);
        }
        return;
    }
    vera_path_ascend(own);
    for (const char *const *place = vera_path_modules; *place != NULL && !over(search); place++) {
        try_beside_folder(search, own, *place);
    }
    free(own);
}

/* A path of another system's, under which this library was built for one here, is not
 * absolute. */
static void try_configured(struct search *search)
{
    if (vera_path_absolute(VERA_MODULEDIR)) {
        try_folder(search, VERA_MODULEDIR);
    }
}

static int32_t find_named(struct search *search)
{
    vera_error_set(search->error, VERA_BINDING_NOT_FOUND,
                   "%s%s is not installed; its manifest was looked for as ", scheme, search->name);
    try_environment(search);
    if (!over(search)) {
        try_beside(search);
    }
    if (!over(search)) {
        try_configured(search);
    }
    if (search->code == VERA_BINDING_OK && search->found == NULL) {
        return VERA_BINDING_NOT_FOUND;
    }
    return search->code;
}

static int32_t check_name(const char *where, const char *name, struct vera_binding_error *error)
{
    if (!vera_name_valid(name)) {
        return vera_error_set(error, VERA_BINDING_NAME,
                              "'%s' is not a module: a name is %s and [a-z][a-z0-9_]*", where,
                              scheme);
    }
    if (vera_name_reserved(name)) {
        return vera_error_set(error, VERA_BINDING_NAME, "'%s' is reserved: it is no module", where);
    }
    return VERA_BINDING_OK;
}

static int32_t find_path(const char *where, struct vera_pool *pool, const char **path,
                         struct vera_binding_error *error)
{
    *path = resolve(pool, where);
    if (*path != NULL) {
        return VERA_BINDING_OK;
    }
    if (errno == ENOMEM) {
        return vera_error_memory(error);
    }
    return vera_error_set(error, VERA_BINDING_NOT_FOUND, "%s: %s", where, strerror(errno));
}

int32_t vera_search_manifest(const char *where, struct vera_pool *pool, const char **path,
                             const char **name, struct vera_binding_error *error)
{
    *name = NULL;
    if (starts(where, scheme)) {
        struct search search = {.name = where + strlen(scheme), .pool = pool, .error = error};
        int32_t code = check_name(where, search.name, error);
        if (code == VERA_BINDING_OK) {
            code = find_named(&search);
        }
        *path = search.found;
        *name = search.name;
        return code;
    }
    if (strpbrk(where, vera_path_slashes) != NULL || ends(where, suffix)) {
        return find_path(where, pool, path, error);
    }
    return vera_error_set(error, VERA_BINDING_NAME,
                          "'%s' is neither the name of a module, which begins with \"%s\", nor "
                          "the path of a manifest",
                          where, scheme);
}
