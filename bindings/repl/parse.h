/* Parses a line into a statement. Only syntax is checked: names and types are checked
 * in typecheck.h, the names and operands of commands in command.h. */
#ifndef VERA_REPL_PARSE_H
#define VERA_REPL_PARSE_H

#include "fault.h"
#include "tree.h"

/* The greatest depth of an expression. The parser and the code that walks the tree
 * recurse, and the stack is limited. */
enum { PARSE_DEPTH_MAX = 500 };

/* Parses a line whose text is valid. Whether or not this succeeds, the statement must
 * be passed to repl_parse_release. */
bool repl_parse_line(struct text line, struct statement *statement, struct fault *fault);

/* Returns the reserved word with that index, from 0; null past the last. */
const char *repl_parse_reserved(size_t index);

void repl_parse_release(struct statement *statement);

#endif
