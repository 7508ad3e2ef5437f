/* What the tests of the binding need from Windows. */
#include "machine.h"

#include "wide.h"

#include <fcntl.h>
#include <io.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 32767 };

/* Converts a path; false if it does not fit. */
static bool give(const wchar_t *wide, char *path, size_t size)
{
    char *text = vera_wide_to_path(wide);
    int length = text != NULL ? snprintf(path, size, "%s", text) : -1;
    free(text);
    return length >= 0 && (size_t)length < size;
}

bool machine_convert(const char *path, char *real, size_t size)
{
    wchar_t *wide = vera_wide_from_path(path);
    bool fits = wide != NULL && give(wide, real, size);
    free(wide);
    return fits;
}

bool machine_make_temporary(const char *name, char *path, size_t size)
{
    static wchar_t parent[LONGEST];
    static wchar_t folder[LONGEST];
    wchar_t *wide = vera_wide_from(name);
    bool named = wide != NULL && GetTempPathW(LONGEST, parent) > 0;
    bool made = false;
    for (int number = 0; named && !made && number < 1000; number++) {
        named = swprintf(folder, LONGEST, L"%ls%ls %d", parent, wide, number) > 0;
        made = named && CreateDirectoryW(folder, NULL);
    }
    free(wide);
    return made && give(folder, path, size);
}

bool machine_make_folder(const char *path)
{
    wchar_t *wide = vera_wide_from_path(path);
    bool made =
        wide != NULL && (CreateDirectoryW(wide, NULL) || GetLastError() == ERROR_ALREADY_EXISTS);
    free(wide);
    return made;
}

/* Tests the link itself, because some systems only claim to have made one. */
bool machine_link(const char *target, const char *path)
{
    wchar_t *wide_target = vera_wide_from(target);
    wchar_t *wide = vera_wide_from_path(path);
    bool made = wide_target != NULL && wide != NULL && CreateSymbolicLinkW(wide, wide_target, 0) &&
                GetFileAttributesW(wide) != INVALID_FILE_ATTRIBUTES;
    free(wide_target);
    free(wide);
    return made;
}

FILE *machine_open(const char *path, const char *mode)
{
    wchar_t *wide = vera_wide_from_path(path);
    wchar_t *wide_mode = vera_wide_from(mode);
    FILE *file = wide != NULL && wide_mode != NULL ? _wfopen(wide, wide_mode) : NULL;
    free(wide);
    free(wide_mode);
    return file;
}

FILE *machine_open_unreadable(void)
{
    HANDLE handle = CreateFileW(L"NUL", GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    int descriptor = _open_osfhandle((intptr_t)handle, _O_RDONLY);
    return descriptor >= 0 ? _fdopen(descriptor, "rb") : NULL;
}

bool machine_move(const char *from, const char *to)
{
    wchar_t *wide_from = vera_wide_from_path(from);
    wchar_t *wide_to = vera_wide_from_path(to);
    bool moved = wide_from != NULL && wide_to != NULL && MoveFileW(wide_from, wide_to);
    free(wide_from);
    free(wide_to);
    return moved;
}

static void erase(const wchar_t *path);

static void erase_entries(const wchar_t *folder)
{
    wchar_t path[LONGEST / 8];
    WIN32_FIND_DATAW entry;
    swprintf(path, sizeof path / sizeof *path, L"%ls\\*", folder);
    HANDLE entries = FindFirstFileW(path, &entry);
    for (bool more = entries != INVALID_HANDLE_VALUE; more; more = FindNextFileW(entries, &entry)) {
        if (wcscmp(entry.cFileName, L".") != 0 && wcscmp(entry.cFileName, L"..") != 0) {
            swprintf(path, sizeof path / sizeof *path, L"%ls\\%ls", folder, entry.cFileName);
            erase(path);
        }
    }
    FindClose(entries);
}

static void erase(const wchar_t *path)
{
    DWORD attributes = GetFileAttributesW(path);
    bool link = (attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0;
    if ((attributes & FILE_ATTRIBUTE_DIRECTORY) == 0) {
        DeleteFileW(path);
        return;
    }
    if (!link) {
        erase_entries(path);
    }
    RemoveDirectoryW(path);
}

void machine_remove(const char *path)
{
    static const wchar_t prefix[] = L"\\\\?\\";
    wchar_t *wide = vera_wide_from_path(path);
    wchar_t *extended = wide != NULL ? malloc((wcslen(wide) + 8) * sizeof *wide) : NULL;
    if (extended != NULL) {
        wcscpy(extended, wcsncmp(wide, prefix, 4) == 0 ? L"" : prefix);
        erase(wcscat(extended, wide));
    }
    free(extended);
    free(wide);
}

bool machine_enter(const char *path)
{
    wchar_t *wide = vera_wide_from(path);
    bool entered = wide != NULL && SetCurrentDirectoryW(wide);
    free(wide);
    return entered;
}

bool machine_set(const char *name, const char *value)
{
    wchar_t *wide_name = vera_wide_from(name);
    wchar_t *wide = value != NULL ? vera_wide_from(value) : NULL;
    bool set =
        wide_name != NULL && (value == NULL || wide != NULL) &&
        (SetEnvironmentVariableW(wide_name, wide) || GetLastError() == ERROR_ENVVAR_NOT_FOUND);
    free(wide_name);
    free(wide);
    return set;
}

int machine_process(void)
{
    return (int)GetCurrentProcessId();
}

void *machine_load(const char *path)
{
    wchar_t *wide = vera_wide_from_path(path);
    HMODULE library = wide != NULL ? LoadLibraryExW(wide, NULL, 0) : NULL;
    free(wide);
    return library;
}

void *machine_symbol(void *library, const char *name)
{
    return (void *)GetProcAddress(library, name);
}
