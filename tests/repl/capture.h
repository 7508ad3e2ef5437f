/* Captures what is written to a stream. open_memstream would do, but it exists only on
 * POSIX. */
#ifndef VERA_TESTS_REPL_CAPTURE_H
#define VERA_TESTS_REPL_CAPTURE_H

#include <stdio.h>

/* Opens a stream to write to. */
FILE *capture_begin(void);

/* Closes the stream. Returns what was written, to be passed to free(). */
char *capture_end(FILE *stream);

#endif
