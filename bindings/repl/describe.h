/* Writes functions and blocks for people to read, for :functions, :describe, :blocks
 * and the report at the end of a session. Values are written in value.h, errors in
 * fault.h. */
#ifndef VERA_REPL_DESCRIBE_H
#define VERA_REPL_DESCRIBE_H

#include "session.h"

/* Writes "allocate(size: i64) -> ptr", without a newline. */
void repl_describe_signature(FILE *stream, const struct callee *callee);

/* Writes everything that the manifest says about a function, and how its symbol was
 * resolved. */
void repl_describe_callee(FILE *stream, const struct callee *callee);

/* Writes the live blocks, one a line, then their number and total size. Writes `none`
 * when there are none. */
void repl_describe_blocks(FILE *stream, const struct blocks *blocks, const char *none);

#endif
