/* Maps pages with VirtualAlloc. There is no second copy of the library: its file would be left
 * behind.
 */
#include "../misuse.h"

#include <windows.h>

static void *map_page(DWORD access)
{
    void *page = VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_COMMIT, access);
    require(page != NULL);
    return page;
}

void *writable_page(void)
{
    return map_page(PAGE_READWRITE);
}

void *inaccessible_page(void)
{
    return map_page(PAGE_NOACCESS);
}

bool open_another_copy(void *(**other_allocate)(int64_t), void (**other_free)(void *, int64_t),
                       const char **why)
{
    (void)other_allocate;
    (void)other_free;
    *why = "the file of a second copy cannot be deleted while it is loaded";
    return false;
}

static LONG WINAPI end_with_code(EXCEPTION_POINTERS *exception)
{
    TerminateProcess(GetCurrentProcess(), exception->ExceptionRecord->ExceptionCode);
    return EXCEPTION_EXECUTE_HANDLER;
}

/* An exception ends the program with its code, and opens neither a window nor a debugger. */
__attribute__((constructor)) static void end_quietly(void)
{
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
    SetUnhandledExceptionFilter(end_with_code);
}
