/* Where what was typed is kept, for a prompt that can bring it back. */
#ifndef VERA_REPL_HISTORY_H
#define VERA_REPL_HISTORY_H

/* The path of the file, in the user's folder for state, which is made if it is
 * missing. free() gives it back; null when the user has no such folder. */
char *repl_history_path(void);

#endif
