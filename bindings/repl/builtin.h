/* The built-in functions, with which a session looks at memory; modules have no such
 * functions. They have the same kind of description as a module's functions, so the
 * rest of the REPL knows only one kind of function. */
#ifndef VERA_REPL_BUILTIN_H
#define VERA_REPL_BUILTIN_H

#include "session.h"

enum { BUILTIN_COUNT = 2 };

/* The module in the full name of a built-in function, as in session.byte. */
#define BUILTIN_MODULE "session"

extern const struct callee repl_builtins[BUILTIN_COUNT];

#endif
