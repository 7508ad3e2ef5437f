/* Reads what a person types: with line editing, history and completion where
 * the build has libedit, and without them where it has not. */
#ifndef VERA_REPL_PROMPT_H
#define VERA_REPL_PROMPT_H

#include "line.h"
#include "session.h"

#define PROMPT_TEXT "vera> "

/* What --help says of the variables of the environment that the prompt reads. */
extern const char repl_prompt_help[];

/* Opens the prompt on the standard streams. The session is what completion
 * looks at. Null when the terminal cannot be used. */
struct prompt *repl_prompt_open(const struct session *session);
enum line_status repl_prompt_read(struct prompt *prompt, struct line *line);
void repl_prompt_close(struct prompt *prompt);

#endif
