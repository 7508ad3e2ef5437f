/* From a line to a statement. */
#ifndef VERA_REPL_PARSE_H
#define VERA_REPL_PARSE_H

#include "fault.h"
#include "tree.h"

/* Expressions may be nested this deep, and no deeper: the parser and whoever
 * walks the tree recurse, and the stack has an end. */
enum { PARSE_DEPTH_MAX = 500 };

/* Parses a line without flaws. The statement is complete enough for
 * repl_parse_release whether or not this succeeds. */
bool repl_parse_line(struct text line, struct statement *statement, struct fault *fault);

/* The words that the language keeps for itself, from index 0 on; null behind
 * the last. */
const char *repl_parse_reserved(size_t index);

void repl_parse_release(struct statement *statement);

#endif
