/* Reads lines of any length from a stream. */
#ifndef VERA_REPL_LINE_H
#define VERA_REPL_LINE_H

#include "text.h"

#include <stdio.h>

enum line_status {
    LINE_READ,
    LINE_INTERRUPTED, /* by Ctrl-C at a prompt; what was typed is dropped */
    LINE_END,
    LINE_FAILED /* errno says why */
};

/* Room that is used again from line to line; all zero before the first. */
struct line {
    char *bytes;
    size_t length; /* without the end of the line, which is \n or \r\n */
    size_t capacity;
};

enum line_status repl_line_read(FILE *stream, struct line *line);

/* Adds a byte that came in another way. */
void repl_line_append(struct line *line, char byte);

struct text repl_line_text(const struct line *line);
void repl_line_release(struct line *line);

#endif
