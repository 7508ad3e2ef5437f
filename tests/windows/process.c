/* Starts the program's own file with CreateProcess. */
#include "windows/process.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    LONGEST = 32767, /* of a command line, and of a path */
    TRIES = 3,       /* on a busy machine, Wine sometimes loses a process before it starts */
};

static LONG WINAPI end_with_code(EXCEPTION_POINTERS *exception)
{
    TerminateProcess(GetCurrentProcess(), exception->ExceptionRecord->ExceptionCode);
    return EXCEPTION_EXECUTE_HANDLER;
}

void process_end_quietly(void)
{
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
    SetUnhandledExceptionFilter(end_with_code);
}

static HANDLE handed_on(HANDLE handle, DWORD otherwise)
{
    handle = handle != NULL ? handle : GetStdHandle(otherwise);
    SetHandleInformation(handle, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    return handle;
}

static bool begin(const char *words, HANDLE out, HANDLE err, PROCESS_INFORMATION *process)
{
    static WCHAR path[LONGEST + 1];
    static WCHAR line[LONGEST + 1];
    STARTUPINFOW start = {
        .cb = sizeof start,
        .dwFlags = STARTF_USESTDHANDLES,
        .hStdInput = handed_on(NULL, STD_INPUT_HANDLE),
        .hStdOutput = handed_on(out, STD_OUTPUT_HANDLE),
        .hStdError = handed_on(err, STD_ERROR_HANDLE),
    };
    DWORD length = GetModuleFileNameW(NULL, path, LONGEST);
    if (length == 0 || length == LONGEST ||
        _snwprintf(line, LONGEST, L"\"%ls\" %hs", path, words) < 0) {
        return false;
    }
    BOOL begun = FALSE;
    for (int tries = 0; !begun && tries < TRIES; tries++) {
        begun = CreateProcessW(path, line, NULL, NULL, TRUE, CREATE_SUSPENDED, NULL, NULL, &start,
                               process);
        if (!begun && GetLastError() != ERROR_INTERNAL_ERROR) {
            return false;
        }
    }
    return begun;
}

/* Closing the last handle of a job ends the processes in it. So a process that times out
 * takes the processes that it started with it. Null if there can be no job; then those stay. */
static HANDLE make_job(HANDLE process)
{
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {
        .BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE,
    };
    HANDLE job = CreateJobObjectW(NULL, NULL);
    if (job != NULL &&
        SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits)) {
        AssignProcessToJobObject(job, process);
    }
    return job;
}

bool process_run(const char *words, HANDLE out, HANDLE err, unsigned seconds,
                 struct process_end *end)
{
    PROCESS_INFORMATION process;
    if (!begin(words, out, err, &process)) {
        return false;
    }
    HANDLE job = make_job(process.hProcess);
    ResumeThread(process.hThread);
    end->hung = WaitForSingleObject(process.hProcess, seconds * 1000) != WAIT_OBJECT_0;
    if (end->hung) {
        TerminateProcess(process.hProcess, EXIT_FAILURE);
        WaitForSingleObject(process.hProcess, INFINITE);
    }
    bool told = GetExitCodeProcess(process.hProcess, &end->status);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    CloseHandle(job);
    return told;
}
