/* Faults are made where they are met and shown in one place. */
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

/* What a terminal would act upon, or not show at all, is shown as '?'. */
static void show_line(FILE *stream, struct text line)
{
    const char *reason;
    while (line.length > 0) {
        size_t clean = repl_text_valid_length(line, &reason);
        fwrite(line.start, 1, clean, stream);
        if (clean < line.length) {
            fputc('?', stream);
            clean++;
        }
        line.start += clean;
        line.length -= clean;
    }
    fputc('\n', stream);
}

/* Tabs are kept, so that the caret stands under its character at any width. A
 * fault stands at the first flaw of a line or before it: what comes before the
 * caret is clean. */
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
