/* The session's own functions: they look at memory, as no module can. They are
 * described as a manifest describes a module's, so that checks, guards and
 * answers know only one kind of function. */
#ifndef VERA_REPL_BUILTIN_H
#define VERA_REPL_BUILTIN_H

#include "session.h"

enum { BUILTIN_COUNT = 2 };

/* What stands in a module's place when one of them is named in full. */
#define BUILTIN_MODULE "session"

extern const struct callee repl_builtins[BUILTIN_COUNT];

#endif
