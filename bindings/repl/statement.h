/* Runs one line of a session. Where the line comes from, and what happens after an
 * error in it, is decided in main.c. */
#ifndef VERA_REPL_STATEMENT_H
#define VERA_REPL_STATEMENT_H

#include "command.h"

/* `number` is the number of the line, from 1. Sets `*fault` with OUTCOME_FAULT. */
enum outcome repl_statement_run(struct session *session, struct text line, size_t number,
                                struct fault *fault);

#endif
