/* Paths and files on Windows. Paths made here use '/', which the system accepts like '\',
 * and have no prefix that lifts the length limit: wide.c adds it when it calls the system. */
#include "../path.h"

#include "failure.h"
#include "wide.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdlib.h>
#include <string.h>

const char vera_path_separator = ';';
const char vera_path_slashes[] = "/\\";

/* Programs and the libraries that they load are in bin. */
const char *const vera_path_modules[] = {"vera/modules", "../lib/vera/modules", NULL};

static DWORD ask_environment(const void *name, wchar_t *value, DWORD room)
{
    return GetEnvironmentVariableW(name, value, room);
}

/* No program here has more rights than its user: one that runs as another user has that
 * user's environment. */
char *vera_path_variable(const char *name)
{
    wchar_t *wide = vera_wide_from(name);
    wchar_t *value = wide != NULL ? vera_wide_ask(ask_environment, wide) : NULL;
    char *text = value != NULL ? vera_wide_to(value) : NULL;
    free(value);
    free(wide);
    return text;
}

static bool is_slash(char byte)
{
    return byte == '/' || byte == '\\';
}

static bool is_letter(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/* Each drive has its own current folder, and "\folder" is on the current drive. */
bool vera_path_absolute(const char *path)
{
    bool drive = is_letter(path[0]) && path[1] == ':' && is_slash(path[2]);
    return drive || (is_slash(path[0]) && is_slash(path[1]));
}

static HANDLE open_handle(const char *path, DWORD access)
{
    wchar_t *wide = vera_wide_from_path(path);
    if (wide == NULL) {
        return INVALID_HANDLE_VALUE;
    }
    /* With FILE_FLAG_BACKUP_SEMANTICS this opens folders too; the caller then looks at
     * what was opened. */
    HANDLE handle =
        CreateFileW(wide, access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                    OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
    if (handle == INVALID_HANDLE_VALUE) {
        vera_failure_set_errno();
    }
    free(wide);
    return handle;
}

static DWORD ask_real(const void *handle, wchar_t *real, DWORD room)
{
    return GetFinalPathNameByHandleW((HANDLE)handle, real, room, VOLUME_NAME_DOS);
}

/* Not every file system knows the real path. The full path of the file must then do. */
char *vera_path_real(const char *path)
{
    HANDLE handle = open_handle(path, 0);
    if (handle == INVALID_HANDLE_VALUE) {
        return NULL;
    }
    wchar_t *wide = vera_wide_ask(ask_real, handle);
    if (wide == NULL && errno != ENOMEM) {
        wide = vera_wide_from_path(path);
    }
    char *real = wide != NULL ? vera_wide_to_path(wide) : NULL;
    free(wide);
    CloseHandle(handle);
    return real;
}

/* The root of a drive is "C:/". */
void vera_path_ascend(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash == path + 2 && path[1] == ':') {
        slash++;
    }
    *slash = '\0';
}

/* Whether the handle is that of a regular file. If not, errno says why. */
static bool is_regular(HANDLE handle)
{
    BY_HANDLE_FILE_INFORMATION file;
    if (GetFileType(handle) != FILE_TYPE_DISK || !GetFileInformationByHandle(handle, &file)) {
        errno = EINVAL;
        return false;
    }
    errno = EISDIR;
    return (file.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0;
}

/* A descriptor that owns the handle; -1 if the handle is not that of a regular file. */
static int adopt(HANDLE handle)
{
    int flags = _O_RDONLY | _O_BINARY | _O_NOINHERIT;
    int descriptor = is_regular(handle) ? _open_osfhandle((intptr_t)handle, flags) : -1;
    if (descriptor < 0) {
        CloseHandle(handle);
    }
    return descriptor;
}

FILE *vera_path_open(const char *path)
{
    HANDLE handle = open_handle(path, GENERIC_READ);
    int descriptor = handle != INVALID_HANDLE_VALUE ? adopt(handle) : -1;
    FILE *file = descriptor >= 0 ? _fdopen(descriptor, "rb") : NULL;
    if (file == NULL && descriptor >= 0) {
        int reason = errno;
        _close(descriptor);
        errno = reason;
    }
    return file;
}

static DWORD ask_own(const void *module, wchar_t *file, DWORD room)
{
    return GetModuleFileNameW((HMODULE)module, file, room);
}

/* The system stores the path of a loaded library as an absolute path. */
char *vera_path_own(void)
{
    HMODULE module;
    DWORD flags =
        GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
    if (!GetModuleHandleExW(flags, (const wchar_t *)&vera_path_separator, &module)) {
        vera_failure_set_errno();
        return NULL;
    }
    wchar_t *wide = vera_wide_ask(ask_own, module);
    char *file = wide != NULL ? vera_wide_to(wide) : NULL;
    char *real = file != NULL ? vera_path_real(file) : NULL;
    free(file);
    free(wide);
    return real;
}
