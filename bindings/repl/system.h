/* What a session asks of the operating system; one file a system has it. */
#ifndef VERA_REPL_SYSTEM_H
#define VERA_REPL_SYSTEM_H

#include <stdbool.h>
#include <stdio.h>

/* Makes the standard streams ready for a session, whose text is UTF-8, until the
 * program ends. To be called first, and once. Returns the words of the command line
 * in UTF-8, and their number in `*count`; they are the program's until it ends. Null
 * when they cannot be had: errno tells. */
char **repl_system_begin(int *count, char **arguments);

/* Opens a file for reading, as it is on the disk. Null when it cannot: errno tells. */
FILE *repl_system_open(const char *path);

/* Whether a person is at the other end. */
bool repl_system_is_terminal(FILE *stream);

/* From here to repl_system_unwatch, Ctrl-C ends a read instead of the program,
 * and so does a change of the terminal's size or a return from suspension. */
void repl_system_watch(void);
void repl_system_unwatch(void);

/* Reads a byte that a person typed: 1, or 0 at the end of the input, or -1 when
 * the read was ended or has failed, for the reason in errno. Only while watched:
 * what came since the last read, or since the watch began, ends it at once. */
int repl_system_read(char *byte);

/* Whether Ctrl-C came since the last repl_system_watch. */
bool repl_system_interrupted(void);

/* Whether the session returned from suspension since this was last asked. */
bool repl_system_resumed(void);

#endif
