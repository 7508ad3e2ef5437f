/* Reads the lines that a person types. posix/prompt_libedit.c has line editing, history
 * and completion, prompt_plain.c has none of them; configure chooses one. Files and
 * pipes are read in line.h. */
#ifndef VERA_REPL_PROMPT_H
#define VERA_REPL_PROMPT_H

#include "line.h"
#include "session.h"

#define PROMPT_TEXT "vera> "

/* The lines of --help on the environment variables that the prompt reads. */
extern const char repl_prompt_help[];

/* Opens the prompt on the standard streams. Completion takes words from the session.
 * Null when the terminal cannot be used. */
struct prompt *repl_prompt_open(const struct session *session);
enum line_status repl_prompt_read(struct prompt *prompt, struct line *line);
void repl_prompt_close(struct prompt *prompt);

#endif
