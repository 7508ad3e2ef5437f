/* Where the history file is. The prompt with libedit reads and writes it; the plain
 * prompt has no history. */
#ifndef VERA_REPL_HISTORY_H
#define VERA_REPL_HISTORY_H

/* The path of the file, in the user's state folder, which is created if it is missing.
 * Pass it to free(). Null when the environment names no such folder. */
char *repl_history_path(void);

#endif
