/* Reads byte by byte, not with fgets, because a line may contain NUL bytes. Those are
 * rejected later, with their place in the line. */
#include "line.h"

#include "alloc.h"

#include <stdlib.h>

void repl_line_append(struct line *line, char byte)
{
    line->bytes = repl_alloc_grow(line->bytes, line->length, 1, &line->capacity);
    line->bytes[line->length++] = byte;
}

static void drop_return(struct line *line)
{
    if (line->length > 0 && line->bytes[line->length - 1] == '\r') {
        line->length--;
    }
}

enum line_status repl_line_read(FILE *stream, struct line *line)
{
    line->length = 0;
    for (int byte = getc(stream); byte != '\n'; byte = getc(stream)) {
        if (byte == EOF) {
            return ferror(stream) ? LINE_FAILED : line->length > 0 ? LINE_READ : LINE_END;
        }
        repl_line_append(line, (char)byte);
    }
    drop_return(line);
    return LINE_READ;
}

struct text repl_line_text(const struct line *line)
{
    /* If the first line is empty, nothing is allocated yet. */
    return (struct text){line->bytes != NULL ? line->bytes : "", line->length};
}

void repl_line_release(struct line *line)
{
    free(line->bytes);
}
