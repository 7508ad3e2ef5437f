/* The environment, the clock, standard error, and what a failed call leaves. */
#include "system.h"

#include <errno.h>
#include <windows.h>

uint64_t vera_system_now(void)
{
    return GetTickCount64();
}

size_t vera_system_most_addresses(void)
{
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    return (size_t)((char *)info.lpMaximumApplicationAddress -
                    (char *)info.lpMinimumApplicationAddress);
}

/* A module handle that is never closed pins the library. Fails only for an address outside
 * all images, and this function is in one. */
void vera_system_pin(void)
{
    HMODULE self;
    GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS,
                       (const WCHAR *)(uintptr_t)vera_system_pin, &self);
}

/* The environment of the process, not the C library's copy of it: a host may have set
 * variables before it opens this library. Windows has no programs with more rights than their
 * user. A value that is too long counts as empty. */
const char *vera_system_setting(const char *name)
{
    static char value[256];
    SetLastError(ERROR_SUCCESS); /* an empty value changes nothing */
    DWORD length = GetEnvironmentVariableA(name, value, sizeof value);
    if (length >= sizeof value) {
        value[0] = '\0';
    }
    return length > 0 || GetLastError() != ERROR_ENVVAR_NOT_FOUND ? value : NULL;
}

void vera_system_print(const char *text, size_t length)
{
    struct vera_error before = vera_error_now();
    HANDLE stream = GetStdHandle(STD_ERROR_HANDLE);
    DWORD written = 0;
    while (length > 0 && WriteFile(stream, text, (DWORD)length, &written, NULL) && written > 0) {
        text += written;
        length -= written;
    }
    vera_error_restore(before);
}

struct vera_error vera_error_now(void)
{
    return (struct vera_error){errno, GetLastError()};
}

void vera_error_restore(struct vera_error error)
{
    errno = error.number;
    SetLastError(error.last);
}

void vera_error_set(int number)
{
    errno = number;
    SetLastError(number == ENOMEM ? ERROR_NOT_ENOUGH_MEMORY : ERROR_INVALID_PARAMETER);
}
