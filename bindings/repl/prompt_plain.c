/* The prompt without libedit: the terminal itself edits the line. */
#include "prompt.h"

#include "alloc.h"
#include "system.h"

#include <stdlib.h>

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

enum line_status repl_prompt_read(struct prompt *prompt, struct line *line)
{
    /* Before the prompt, which is when a person may press Ctrl-C. */
    repl_system_watch();
    fputs(PROMPT_TEXT, prompt->out);
    fflush(prompt->out);
    enum line_status status;
    do {
        clearerr(stdin);
        status = repl_line_read(stdin, line);
    } while (status == LINE_INTERRUPTED && !repl_system_interrupted());
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
