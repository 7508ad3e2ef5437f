/* Reads lines of any length from a stream, and holds the current line of any source.
 * Lines that a person types come from prompt.h. What a line may contain is checked
 * in text.h. */
#ifndef VERA_REPL_LINE_H
#define VERA_REPL_LINE_H

#include "text.h"

#include <stdio.h>

enum line_status {
    LINE_READ,
    LINE_INTERRUPTED, /* by Ctrl-C at a prompt; the typed line is discarded */
    LINE_END,
    LINE_FAILED /* errno says why */
};

/* A buffer that all lines of a source share. All zero before the first. */
struct line {
    char *bytes;
    size_t length; /* without the line ending, which is \n or \r\n */
    size_t capacity;
};

enum line_status repl_line_read(FILE *stream, struct line *line);

/* Adds a byte that was read elsewhere. */
void repl_line_append(struct line *line, char byte);

struct text repl_line_text(const struct line *line);
void repl_line_release(struct line *line);

#endif
