/* Functions and blocks as people read them. */
#ifndef VERA_REPL_DESCRIBE_H
#define VERA_REPL_DESCRIBE_H

#include "session.h"

/* Writes "allocate(size: i64) -> ptr", without a newline. */
void repl_describe_signature(FILE *stream, const struct callee *callee);

/* Writes all that the manifest says of a function, and how it was found. */
void repl_describe_callee(FILE *stream, const struct callee *callee);

/* Writes the live blocks, one a line, and how many there are of how many bytes;
 * `none` when there are none. */
void repl_describe_blocks(FILE *stream, const struct blocks *blocks, const char *none);

#endif
