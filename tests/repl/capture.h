/* What is written to a stream, as a text. POSIX has streams in memory, and other C
 * libraries have none. */
#ifndef VERA_TESTS_REPL_CAPTURE_H
#define VERA_TESTS_REPL_CAPTURE_H

#include <stdio.h>

/* A new stream to write to. */
FILE *capture_begin(void);

/* Closes it. Returns what was written, to be freed. */
char *capture_end(FILE *stream);

#endif
