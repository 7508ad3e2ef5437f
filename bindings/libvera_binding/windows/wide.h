/* Conversion between UTF-16, which Windows uses for names and paths, and UTF-8, which
 * everything else here uses. Invalid text is refused, so nothing is lost or replaced,
 * whatever the system's code page.
 *
 * Each function returns memory that the caller frees, or null with errno set: EILSEQ if the
 * text cannot be converted, ENOMEM, or the system's reason. */
#ifndef VERA_WINDOWS_WIDE_H
#define VERA_WINDOWS_WIDE_H

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

wchar_t *vera_wide_from(const char *text);
char *vera_wide_to(const wchar_t *text);

/* A path in the form that Windows requires: absolute, only with '\', and of any length. */
wchar_t *vera_wide_from_path(const char *path);

/* A path from Windows, with '/' instead of '\' and without the prefix that lifts the length
 * limit. */
char *vera_wide_to_path(const wchar_t *path);

/* A function that asks the system for a text about `what` and writes it into room for `room`
 * characters. It returns the length; `room` or more if the room is too small; 0, with the
 * last error set, if it fails. */
typedef DWORD vera_wide_asked(const void *what, wchar_t *text, DWORD room);

/* Calls `ask` with enough room and returns the text. */
wchar_t *vera_wide_ask(vera_wide_asked *ask, const void *what);

#endif
