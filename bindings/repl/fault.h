/* What is wrong with a line: where, and one sentence. */
#ifndef VERA_REPL_FAULT_H
#define VERA_REPL_FAULT_H

#include "format.h"
#include "text.h"

#include <stdio.h>

struct fault {
    size_t at;           /* offset into the line */
    char sentence[2304]; /* holds a message of the binding's with room to spare */
};

/* Where a line came from. */
struct place {
    const char *file;
    size_t line; /* from 1 */
};

/* Records a fault. Returns false, so that what meets one can return this. */
VERA_FORMAT(3, 4)
bool repl_fault_set(struct fault *fault, size_t at, const char *format, ...);

/* Writes FILE:LINE:COLUMN: and the sentence, then the line, then a caret. */
void repl_fault_show(FILE *stream, const struct fault *fault, struct place place, struct text line);

#endif
