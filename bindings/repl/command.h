/* The commands: what a person asks the session instead of the module. */
#ifndef VERA_REPL_COMMAND_H
#define VERA_REPL_COMMAND_H

#include "fault.h"
#include "session.h"
#include "tree.h"

enum outcome {
    OUTCOME_DONE,
    OUTCOME_FAULT, /* `fault` says what; names are as they were */
    OUTCOME_QUIT
};

/* Runs a STATEMENT_COMMAND that stands in line `line`. */
enum outcome repl_command_run(struct session *session, const struct statement *statement,
                              size_t line, struct fault *fault);

/* The commands' names, in alphabetical order; null past the last. */
const char *repl_command_name(size_t index);

#endif
