/* Runs one line of a session, whatever it came from. */
#ifndef VERA_REPL_STATEMENT_H
#define VERA_REPL_STATEMENT_H

#include "command.h"

enum outcome repl_statement_run(struct session *session, struct text line, size_t number,
                                struct fault *fault);

#endif
