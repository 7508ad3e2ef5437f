/* The child's output goes to two files, which are read after it has ended, so neither
 * process waits for the other.
 */
#include "child.h"

#include "run.h"
#include "windows/process.h"

#include <stdio.h>
#include <stdlib.h>

enum { WATCHDOG = 60 /* seconds */, STATUS_OF_ABORT = 3, LEAST_EXCEPTION = 1 << 30 };

/* Deleted when it is closed. */
static HANDLE make_file(void)
{
    WCHAR folder[MAX_PATH + 1];
    WCHAR path[MAX_PATH];
    expect(GetTempPathW(MAX_PATH + 1, folder) != 0 &&
           GetTempFileNameW(folder, L"say", 0, path) != 0);
    HANDLE file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_DELETE, NULL,
                              CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, NULL);
    expect(file != INVALID_HANDLE_VALUE);
    return file;
}

/* Makes lines end in LF: the child's C library writes CR LF. */
static void drop_returns(char *text)
{
    char *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        if (from[0] != '\r' || from[1] != '\n') {
            *to++ = *from;
        }
    }
    *to = '\0';
}

static void read_and_close(HANDLE file, char *text, DWORD size)
{
    DWORD count = 0;
    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    expect(ReadFile(file, text, size - 1, &count, NULL));
    text[count] = '\0';
    drop_returns(text);
    CloseHandle(file);
}

void child_run(struct child *child, const char *name, size_t argument)
{
    char words[100];
    struct process_end end;
    HANDLE out = make_file();
    HANDLE err = make_file();
    snprintf(words, sizeof words, "%s %zu", name, argument);
    expect(process_run(words, out, err, WATCHDOG, &end));
    bool exited = !end.hung && end.status != STATUS_OF_ABORT && end.status < LEAST_EXCEPTION;
    child->exit_status = exited ? (int)end.status : -1;
    child->ended_by = exited ? 0 : end.status;
    child->aborted = !end.hung && end.status == STATUS_OF_ABORT;
    read_and_close(out, child->out, sizeof child->out);
    read_and_close(err, child->err, sizeof child->err);
}
