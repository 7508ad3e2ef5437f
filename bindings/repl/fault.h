/* A fault is an error in a line of the session: a place and one sentence. It is made
 * where the error is found, and printed by main.c. Errors of vera-repl itself, such as
 * a file that cannot be opened, are not faults. */
#ifndef VERA_REPL_FAULT_H
#define VERA_REPL_FAULT_H

#include "format.h"
#include "text.h"

#include <stdio.h>

struct fault {
    size_t at;           /* offset into the line */
    char sentence[2304]; /* more than the longest message of libvera_binding */
};

/* Where the line came from. */
struct place {
    const char *file;
    size_t line; /* from 1 */
};

/* Records a fault. Returns false, so that callers can return the result. */
VERA_FORMAT(3, 4)
bool repl_fault_set(struct fault *fault, size_t at, const char *format, ...);

/* Writes FILE:LINE:COLUMN: SENTENCE, then the line, then a caret under the column. */
void repl_fault_show(FILE *stream, const struct fault *fault, struct place place, struct text line);

#endif
