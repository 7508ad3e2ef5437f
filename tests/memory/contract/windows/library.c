/* The library is found as any DLL is. */
#include "library.h"

#include "run.h"

#include <stdio.h>
#include <windows.h>

#define NAME L"libvera_memory-1.dll"

typedef void *allocate_function(int64_t);
typedef void free_function(void *, int64_t);
typedef void function(void);

static function *find(HMODULE module, const char *name)
{
    return (function *)GetProcAddress(module, name);
}

static struct library find_functions(HMODULE module)
{
    struct library library = {.handle = module};
    if (module == NULL) {
        ck_abort_msg("the library cannot be loaded: error %lu", GetLastError());
    }
    library.allocate = (allocate_function *)find(module, "vera_memory_allocate");
    library.free = (free_function *)find(module, "vera_memory_free");
    expect(library.allocate != NULL && library.free != NULL);
    return library;
}

struct library library_open(void)
{
    return find_functions(LoadLibraryW(NAME));
}

bool library_close(const struct library *library)
{
    return FreeLibrary(library->handle) != 0;
}

bool library_is_loaded(void)
{
    return GetModuleHandleW(NAME) != NULL;
}

/* Copies go into the folder that is deleted after all tests: a loaded copy cannot be
 * deleted. */
static struct library load_copy(const WCHAR *path)
{
    WCHAR original[MAX_PATH];
    HMODULE module = LoadLibraryW(NAME);
    expect(module != NULL);
    expect(GetModuleFileNameW(module, original, MAX_PATH) < MAX_PATH);
    expect(CopyFileW(original, path, FALSE));
    return find_functions(LoadLibraryW(path));
}

/* A unique name. Creates a file with that name. */
static void make_name(WCHAR *path)
{
    WCHAR folder[MAX_PATH + 1];
    expect(GetTempPathW(MAX_PATH + 1, folder) != 0);
    expect(GetTempFileNameW(folder, L"dll", 0, path) != 0);
}

struct library library_open_copy(void)
{
    WCHAR path[MAX_PATH];
    make_name(path);
    return load_copy(path);
}

/* In a folder of its own: to the loader, another path is another library. */
struct library library_open_namesake(void)
{
    WCHAR folder[MAX_PATH];
    WCHAR path[MAX_PATH];
    make_name(folder);
    expect(DeleteFileW(folder) && CreateDirectoryW(folder, NULL));
    expect(_snwprintf(path, MAX_PATH, L"%ls\\%ls", folder, NAME) > 0);
    return load_copy(path);
}
