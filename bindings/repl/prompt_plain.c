/* The prompt without libedit. The terminal or the console edits the line; there is no
 * history and no completion. */
#include "prompt.h"

#include "alloc.h"
#include "system.h"

#include <errno.h>
#include <stdlib.h>

const char repl_prompt_help[] = "";

struct prompt {
    FILE *out;
};

struct prompt *repl_prompt_open(const struct session *session)
{
    (void)session;
    struct prompt *prompt = repl_alloc_zeroed(1, sizeof *prompt);
    prompt->out = repl_system_is_terminal(stdout) ? stdout : stderr;
    return prompt;
}

/* Reads a line. The terminal delivers it when Enter is pressed. */
static enum line_status read_typed(struct line *line)
{
    char byte = '\0';
    line->length = 0;
    while (byte != '\n') {
        int count = repl_system_read(&byte);
        if (count == 0) {
            return line->length > 0 ? LINE_READ : LINE_END;
        }
        if (count < 0 && repl_system_interrupted()) {
            return LINE_INTERRUPTED;
        }
        if (count < 0 && errno != EINTR) {
            return LINE_FAILED;
        }
        if (count > 0 && byte != '\n') {
            repl_line_append(line, byte);
        }
    }
    return LINE_READ;
}

enum line_status repl_prompt_read(struct prompt *prompt, struct line *line)
{
    /* This comes first: Ctrl-C may be pressed as soon as the prompt is visible. */
    repl_system_watch();
    fputs(PROMPT_TEXT, prompt->out);
    fflush(prompt->out);
    enum line_status status = read_typed(line);
    repl_system_unwatch();
    if (status != LINE_READ) {
        fputc('\n', prompt->out);
    }
    return status;
}

void repl_prompt_close(struct prompt *prompt)
{
    free(prompt);
}
