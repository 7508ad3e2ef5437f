/* This program, begun anew as another process. */
#ifndef VERA_TESTS_PROCESS_H
#define VERA_TESTS_PROCESS_H

#include <stdbool.h>
#include <windows.h>

struct process_end {
    DWORD status; /* what it exited with, or the code of the exception that ended it */
    bool hung;    /* it was ended because its time had passed */
};

/* Begins the program with these arguments, and these files for its output, where null is
 * the caller's own; waits for its end. False when it cannot be begun. */
bool process_run(const char *words, HANDLE out, HANDLE err, unsigned seconds,
                 struct process_end *end);

/* From now on an exception that nobody handles ends the process with its code, and
 * neither a window nor a debugger comes up; nor does one in the processes that it begins. */
void process_end_quietly(void);

#endif
