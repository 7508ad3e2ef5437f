/* What is written to a stream, as a text. POSIX has streams in memory, and other C
 * libraries have none. */
#ifndef VERA_TESTS_REPL_WRITTEN_H
#define VERA_TESTS_REPL_WRITTEN_H

#include <stdio.h>

/* A new stream to write to. */
FILE *written_begin(void);

/* Closes it. Returns what was written, to be freed. */
char *written_end(FILE *stream);

#endif
