/* The dynamic loader through LoadLibraryExW. */
#include "../loader.h"

#include "failure.h"
#include "wide.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char vera_loader_format[] = "pe";

/* Installed libraries are beside programs: the loader searches no other folder of an
 * installation. */
const char *const vera_loader_places[] = {"../..", "../../../bin", NULL};

/* Never searches the current folder or PATH. The libraries that a library needs may be
 * beside it if `file` is a path. A broken library produces an error, not a dialog box that
 * waits for a user. */
static HMODULE load(const wchar_t *file, bool bare, char *reason, size_t size)
{
    DWORD flags = LOAD_LIBRARY_SEARCH_DEFAULT_DIRS;
    if (!bare) {
        flags |= LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR;
    }
    DWORD mode;
    SetThreadErrorMode(GetThreadErrorMode() | SEM_FAILCRITICALERRORS, &mode);
    HMODULE library = LoadLibraryExW(file, NULL, flags);
    if (library == NULL) {
        vera_failure_set_errno();
        vera_failure_explain(reason, size);
    }
    SetThreadErrorMode(mode, NULL);
    return library;
}

void *vera_loader_open(const char *file, char *reason, size_t size)
{
    bool bare = strpbrk(file, "/\\") == NULL;
    wchar_t *wide = bare ? vera_wide_from(file) : vera_wide_from_path(file);
    if (wide == NULL) {
        snprintf(reason, size, "%s", strerror(errno));
        return NULL;
    }
    HMODULE library = load(wide, bare, reason, size);
    free(wide);
    return library;
}

void *vera_loader_symbol(void *library, const char *symbol, const char *node, int32_t *resolution)
{
    (void)node;
    *resolution = VERA_BINDING_BY_NAME;
    return (void *)GetProcAddress(library, symbol);
}

static DWORD ask_file(const void *library, wchar_t *file, DWORD room)
{
    return GetModuleFileNameW((HMODULE)library, file, room);
}

char *vera_loader_file(void *library)
{
    wchar_t *wide = vera_wide_ask(ask_file, library);
    char *file = wide != NULL ? vera_wide_to_path(wide) : NULL;
    free(wide);
    return file;
}
