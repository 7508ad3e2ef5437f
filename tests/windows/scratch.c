/* TMP and TEMP point at the folder. */
#include "windows/scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

static char folder[MAX_PATH];

static void delete_all(const char *path)
{
    char name[MAX_PATH];
    WIN32_FIND_DATAA found;
    snprintf(name, sizeof name, "%s\\*", path);
    HANDLE search = FindFirstFileA(name, &found);
    while (search != INVALID_HANDLE_VALUE) {
        snprintf(name, sizeof name, "%s\\%s", path, found.cFileName);
        if ((found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0) {
            DeleteFileA(name);
        } else if (strcmp(found.cFileName, ".") != 0 && strcmp(found.cFileName, "..") != 0) {
            delete_all(name);
        }
        if (!FindNextFileA(search, &found)) {
            FindClose(search);
            search = INVALID_HANDLE_VALUE;
        }
    }
    RemoveDirectoryA(path);
}

static void end(void)
{
    delete_all(folder);
}

bool scratch_begin(void)
{
    char above[MAX_PATH + 1];
    return GetTempPathA(sizeof above, above) != 0 &&
           GetTempFileNameA(above, "vera", 0, folder) != 0 && DeleteFileA(folder) &&
           CreateDirectoryA(folder, NULL) && _putenv_s("TMP", folder) == 0 &&
           _putenv_s("TEMP", folder) == 0 && atexit(end) == 0;
}
