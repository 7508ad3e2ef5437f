/* The built-in functions, which read memory; no module does that. They have the
 * same descriptions as a module's functions, so the rest of the REPL knows only
 * one kind of function. */
#ifndef VERA_REPL_BUILTIN_H
#define VERA_REPL_BUILTIN_H

#include "session.h"

enum { BUILTIN_COUNT = 2 };

/* The module in the full name of a built-in function, as in session.byte. */
#define BUILTIN_MODULE "session"

extern const struct callee repl_builtins[BUILTIN_COUNT];

#endif
