/* The seam between UTF-16, in which Windows takes and gives names and paths, and
 * UTF-8, in which everything else here has them. What is neither well is refused:
 * nothing is lost or replaced on the way, whatever the system's code page.
 *
 * Each function returns memory to be freed, or null, and then errno tells: EILSEQ
 * when the text cannot be had in the other form, ENOMEM, or the system's reason. */
#ifndef VERA_WINDOWS_WIDE_H
#define VERA_WINDOWS_WIDE_H

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

wchar_t *vera_wide_from(const char *text);
char *vera_wide_to(const wchar_t *text);

/* A path as Windows wants it: absolute, with '\' alone, and of any length. */
wchar_t *vera_wide_from_path(const char *path);

/* A path of Windows' own, with '/' in the place of '\', and without the prefix that
 * lifts limits. */
char *vera_wide_to_path(const wchar_t *path);

/* A function of the system's that writes a text about `what` into room for `room`
 * characters. It returns the length; `room` or more where that is too little; 0 with
 * the last error set when it fails. */
typedef DWORD vera_wide_asked(const void *what, wchar_t *text, DWORD room);

/* What it writes when there is room enough. */
wchar_t *vera_wide_ask(vera_wide_asked *ask, const void *what);

#endif
