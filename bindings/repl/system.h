/* What vera-repl needs from the operating system: the command line, files, terminals and
 * signals. Implemented in posix/system.c and windows/system.c, and nowhere else. */
#ifndef VERA_REPL_SYSTEM_H
#define VERA_REPL_SYSTEM_H

#include <stdbool.h>
#include <stdio.h>

/* Prepares the standard streams for UTF-8 text until the program ends. Must be called
 * first, and once. Returns the words of the command line in UTF-8, which stay valid
 * until the program ends, and their number in `*count`. Null, with errno set, when it
 * cannot get them. */
char **repl_system_begin(int *count, char **arguments);

/* Opens a file for reading, without converting line endings. Null, with errno set, when
 * it cannot be opened. */
FILE *repl_system_open(const char *path);

/* Whether the stream is a terminal, so that a person is at the other end. */
bool repl_system_is_terminal(FILE *stream);

/* From here to repl_system_unwatch, Ctrl-C ends a read instead of the program. So does
 * a change of the terminal's size, and a return from suspension. */
void repl_system_watch(void);
void repl_system_unwatch(void);

/* Reads a byte that a person typed. Returns 1, or 0 at the end of the input, or -1 with
 * errno set when the read was ended or failed. Only between repl_system_watch and
 * repl_system_unwatch. An event since the last read, or since the watch began, ends the
 * read at once. */
int repl_system_read(char *byte);

/* Whether Ctrl-C was pressed since the last repl_system_watch. */
bool repl_system_interrupted(void);

/* Whether the program returned from suspension since the last call of this. */
bool repl_system_resumed(void);

#endif
