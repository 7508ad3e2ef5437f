/* Conversion between UTF-16 and UTF-8. */
#include "wide.h"

#include "failure.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    first_room = 256,             /* enough for most texts */
    longest_plain = MAX_PATH - 12 /* leaves room for the name of a file in a folder */
};

static void *take(size_t count, size_t size)
{
    void *taken = calloc(count, size);
    if (taken == NULL) {
        errno = ENOMEM;
    }
    return taken;
}

wchar_t *vera_wide_from(const char *text)
{
    int room = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, NULL, 0);
    if (room == 0) {
        vera_failure_set_errno();
        return NULL;
    }
    wchar_t *wide = take((size_t)room, sizeof *wide);
    if (wide != NULL) {
        MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, wide, room);
    }
    return wide;
}

char *vera_wide_to(const wchar_t *text)
{
    int room = WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, text, -1, NULL, 0, NULL, NULL);
    if (room == 0) {
        vera_failure_set_errno();
        return NULL;
    }
    char *narrow = take((size_t)room, 1);
    if (narrow != NULL) {
        WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, text, -1, narrow, room, NULL, NULL);
    }
    return narrow;
}

/* Only the last error distinguishes an empty text from a failure. */
wchar_t *vera_wide_ask(vera_wide_asked *ask, const void *what)
{
    for (DWORD room = first_room;;) {
        wchar_t *text = take(room, sizeof *text);
        if (text == NULL) {
            return NULL;
        }
        SetLastError(ERROR_SUCCESS);
        DWORD length = ask(what, text, room);
        if (length < room && (length > 0 || GetLastError() == ERROR_SUCCESS)) {
            return text;
        }
        if (length == 0) {
            vera_failure_set_errno();
            free(text);
            return NULL;
        }
        free(text);
        room = length > room ? length : room * 2;
    }
}

static DWORD ask_full(const void *path, wchar_t *full, DWORD room)
{
    return GetFullPathNameW(path, room, full, NULL);
}

static bool starts(const wchar_t *text, const wchar_t *start)
{
    return wcsncmp(text, start, wcslen(start)) == 0;
}

/* The prefixes that make the system accept a path unchanged and of any length:
 * "\\?\C:\folder", and "\\?\UNC\server\share" for "\\server\share". */
static const wchar_t lifted[] = L"\\\\?\\";
static const wchar_t lifted_share[] = L"\\\\?\\UNC\\";

/* The full path with the prefix that it needs. */
static wchar_t *lift(const wchar_t *full)
{
    bool share = starts(full, L"\\\\");
    bool done = starts(full, lifted) || starts(full, L"\\\\.\\");
    wchar_t *path = take(wcslen(full) + sizeof lifted_share / sizeof *lifted_share, sizeof *path);
    if (path != NULL) {
        wcscpy(path, done ? L"" : share ? lifted_share : lifted);
        wcscat(path, share && !done ? full + 2 : full);
    }
    return path;
}

/* Short paths stay unchanged: the loader identifies a library by the path it was loaded
 * from. */
wchar_t *vera_wide_from_path(const char *path)
{
    wchar_t *wide = vera_wide_from(path);
    wchar_t *full = wide != NULL ? vera_wide_ask(ask_full, wide) : NULL;
    free(wide);
    if (full == NULL || wcslen(full) < longest_plain) {
        return full;
    }
    wchar_t *lifted_path = lift(full);
    free(full);
    return lifted_path;
}

char *vera_wide_to_path(const wchar_t *path)
{
    bool share = starts(path, lifted_share);
    size_t skipped = share ? wcslen(lifted_share) - 2 : starts(path, lifted) ? wcslen(lifted) : 0;
    char *text = vera_wide_to(path + skipped);
    for (char *byte = text; byte != NULL && *byte != '\0'; byte++) {
        *byte = *byte == '\\' ? '/' : *byte;
    }
    if (share && text != NULL) {
        text[0] = '/'; /* replaces the C of UNC */
    }
    return text;
}
