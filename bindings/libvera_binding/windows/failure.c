/* What Windows says about a failure. */
#include "failure.h"

#include <errno.h>
#include <stdio.h>
#include <wchar.h>
#include <windows.h>

static const struct {
    DWORD last;
    int number;
} nearest[] = {
    {ERROR_ACCESS_DENIED, EACCES},
    {ERROR_BAD_NETPATH, ENOENT},
    {ERROR_BAD_NET_NAME, ENOENT},
    {ERROR_BAD_PATHNAME, ENOENT},
    {ERROR_CANT_RESOLVE_FILENAME, ELOOP},
    {ERROR_COMMITMENT_LIMIT, ENOMEM},
    {ERROR_ENVVAR_NOT_FOUND, ENOENT},
    {ERROR_FILENAME_EXCED_RANGE, ENAMETOOLONG},
    {ERROR_FILE_NOT_FOUND, ENOENT},
    {ERROR_INVALID_DRIVE, ENOENT},
    {ERROR_INVALID_NAME, ENOENT},
    {ERROR_NOT_ENOUGH_MEMORY, ENOMEM},
    {ERROR_NOT_READY, ENOENT},
    {ERROR_NO_UNICODE_TRANSLATION, EILSEQ},
    {ERROR_OUTOFMEMORY, ENOMEM},
    {ERROR_PATH_NOT_FOUND, ENOENT},
    {ERROR_SHARING_VIOLATION, EACCES},
    {ERROR_TOO_MANY_OPEN_FILES, EMFILE},
};

void vera_failure_set_errno(void)
{
    DWORD last = GetLastError();
    errno = EIO;
    for (size_t i = 0; i < sizeof nearest / sizeof nearest[0]; i++) {
        if (nearest[i].last == last) {
            errno = nearest[i].number;
        }
    }
}

/* The length of the sentence without its full stop and line ending. */
static DWORD cut(const wchar_t *text, DWORD length)
{
    while (length > 0 && (text[length - 1] <= L' ' || text[length - 1] == L'.')) {
        length--;
    }
    return length;
}

/* Some sentences have a placeholder for a name that the caller's own sentence already
 * contains. */
static void fill(wchar_t *text)
{
    wchar_t *place = wcsstr(text, L"%1");
    if (place != NULL) {
        wmemcpy(place, L"it", 2);
    }
}

void vera_failure_explain(char *reason, size_t size)
{
    wchar_t text[256] = L"";
    DWORD last = GetLastError();
    DWORD flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
    DWORD length = FormatMessageW(flags, NULL, last, 0, text, sizeof text / sizeof text[0], NULL);
    fill(text);
    int written = WideCharToMultiByte(CP_UTF8, 0, text, (int)cut(text, length), reason,
                                      (int)size - 1, NULL, NULL);
    if (written > 0) {
        reason[written] = '\0';
    } else {
        snprintf(reason, size, "error %lu", last);
    }
}
