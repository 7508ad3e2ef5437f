/* The search for a module's manifest, given its path or its VERA name. A name is looked for
 * in the folders of VERA_MODULE_PATH, then beside this library, then in the configured
 * folder; never in the current one. library.c searches for the native library. */
#include "search.h"

#include "name.h"
#include "path.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char scheme[] = "vera:";
static const char suffix[] = ".json";

/* The state of a search by name. */
struct search {
    const char *name; /* of the module */
    struct vera_pool *pool;
    const char *found; /* the manifest's real path; null until it is found */
    int32_t code;      /* VERA_BINDING_MEMORY ends the search */
    int tried;         /* the number of places in `error` */
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

/* Adds a place to the error. `reason` is null if the manifest is simply not there. */
static void list_place(struct search *search, const char *place, const char *reason)
{
    const char *before = search->tried++ == 0 ? "" : ", ";
    if (reason == NULL) {
        vera_error_add(search->error, "%s%s", before, place);
    } else {
        vera_error_add(search->error, "%s%s (%s)", before, place, reason);
    }
}

/* The real path, in the pool. Null on failure; errno says why. */
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
        list_place(search, path, errno == ENOENT || errno == ENOTDIR ? NULL : strerror(errno));
    }
}

/* With an entry that depends on the current folder, anyone who chooses that folder could
 * choose the code that is loaded. */
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
        list_place(search, folder, "in VERA_MODULE_PATH, passed over: not an absolute path");
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

/* The configured folder is tried last. */
static void try_beside_folder(struct search *search, const char *own, const char *place)
{
    const char *folder = vera_pool_print(search->pool, "%s/%s", own, place);
    if (folder == NULL) {
        search->code = vera_error_memory(search->error);
    } else if (strcmp(folder, VERA_MODULEDIR) != 0) {
        try_folder(search, folder);
    }
}

/* The folders beside this library: an installed tree can be moved. */
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

/* A library built on another kind of system may have a configured folder that is not an
 * absolute path on this one. */
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
        return vera_error_set(
            error, VERA_BINDING_NAME,
            "'%s' is not a module's name: a name is %s followed by [a-z][a-z0-9_]*", where, scheme);
    }
    if (vera_name_reserved(name)) {
        return vera_error_set(error, VERA_BINDING_NAME, "'%s' is reserved and cannot be a module",
                              where);
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
