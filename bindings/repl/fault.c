/* Formats faults, and makes the line that is printed below one safe for a terminal. */
#include "fault.h"

#include <stdarg.h>

bool repl_fault_set(struct fault *fault, size_t at, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fault->at = at;
    vsnprintf(fault->sentence, sizeof fault->sentence, format, arguments);
    va_end(arguments);
    return false;
}

/* Writes '?' for what a terminal would interpret or could not show. */
static void show_line(FILE *stream, struct text line)
{
    const char *reason;
    while (line.length > 0) {
        size_t length = repl_text_valid_length(line, &reason);
        fwrite(line.start, 1, length, stream);
        if (length < line.length) {
            fputc('?', stream);
            length++;
        }
        line.start += length;
        line.length -= length;
    }
    fputc('\n', stream);
}

/* Copies tabs, so that the caret is under its character whatever the width of a tab.
 * No fault lies after the first invalid byte, so all text before the caret is valid. */
static void show_caret(FILE *stream, struct text line, size_t at)
{
    for (size_t index = 0; index < at; index++) {
        unsigned char byte = (unsigned char)line.start[index];
        if (byte == '\t') {
            fputc('\t', stream);
        } else if (!repl_text_continues(byte)) {
            fputc(' ', stream);
        }
    }
    fputs("^\n", stream);
}

void repl_fault_show(FILE *stream, const struct fault *fault, struct place place, struct text line)
{
    fprintf(stream, "%s:%zu:%zu: %s\n", place.file, place.line,
            repl_text_column(line, fault->at) + 1, fault->sentence);
    show_line(stream, line);
    show_caret(stream, line, fault->at);
    fflush(stream);
}
