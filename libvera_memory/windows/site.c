/* The loader knows the file; only a debugger knows functions. */
#include "site.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <windows.h>

static const WCHAR *last_part(const WCHAR *path)
{
    const WCHAR *last = path;
    for (; *path != L'\0'; path++) {
        last = *path == L'\\' ? path + 1 : last;
    }
    return last;
}

/* False when there is no image, or its name cannot be read. */
static bool find_file(HMODULE *image, char *name, int room, uintptr_t addr)
{
    WCHAR path[MAX_PATH];
    DWORD how =
        GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
    if (!GetModuleHandleExW(how, (const WCHAR *)addr, image)) {
        return false;
    }
    DWORD length = GetModuleFileNameW(*image, path, MAX_PATH);
    return length > 0 && length < MAX_PATH &&
           WideCharToMultiByte(CP_UTF8, 0, last_part(path), -1, name, room, NULL, NULL) > 0;
}

void vera_site_write(char *text, size_t room, const void *site)
{
    /* The call is before the address that it returns to. */
    uintptr_t call = (uintptr_t)site - 1;
    HMODULE image;
    char name[160];
    if (find_file(&image, name, sizeof name, call)) {
        snprintf(text, room, "%.80s+0x%llx", name, (unsigned long long)(call - (uintptr_t)image));
    } else {
        snprintf(text, room, "%p", (void *)call);
    }
}
