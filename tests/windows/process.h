/* Runs this program again, as another process. */
#ifndef VERA_TESTS_PROCESS_H
#define VERA_TESTS_PROCESS_H

#include <stdbool.h>
#include <windows.h>

struct process_end {
    DWORD status; /* its exit status, or the code of the exception that ended it */
    bool hung;    /* it timed out and was ended */
};

/* Starts the program with these arguments and these files for its output, where null means
 * the caller's own, and waits until it ends. False if it cannot be started. */
bool process_run(const char *words, HANDLE out, HANDLE err, unsigned seconds,
                 struct process_end *end);

/* From now on an unhandled exception ends the process with the exception's code, and opens
 * neither a window nor a debugger, here and in the processes that this one starts. */
void process_end_quietly(void);

#endif
