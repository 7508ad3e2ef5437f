/* The commands, such as :help and :blocks: what a person asks of the session itself.
 * parse.h parses their syntax, and describe.h writes functions and blocks. */
#ifndef VERA_REPL_COMMAND_H
#define VERA_REPL_COMMAND_H

#include "fault.h"
#include "session.h"
#include "tree.h"

enum outcome {
    OUTCOME_DONE,
    OUTCOME_FAULT, /* described in the caller's struct fault; no name has changed */
    OUTCOME_QUIT
};

/* Runs a STATEMENT_COMMAND from line `line`. */
enum outcome repl_command_run(struct session *session, const struct statement *statement,
                              size_t line, struct fault *fault);

/* Returns the name of a command, in alphabetical order; null past the last. */
const char *repl_command_name(size_t index);

#endif
