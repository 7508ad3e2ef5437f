/* Gives every expression its type, before anything is evaluated or called. */
#ifndef VERA_REPL_TYPECHECK_H
#define VERA_REPL_TYPECHECK_H

#include "fault.h"
#include "session.h"
#include "tree.h"

/* Types that only a context asks for, beside those of VERA. */
enum {
    TYPECHECK_ANY = -1,  /* whatever it is, but something */
    TYPECHECK_SHOWN = -2 /* whatever it is, or nothing: a call on a line of its own */
};

/* Checks an expression where a value of type `wanted` is asked for. Literals
 * become values of that type; what else converts to it keeps its own type, and
 * is converted when its value is known. */
bool repl_typecheck_expression(const struct session *session, struct expr *expr, int32_t wanted,
                               struct fault *fault);

/* Finds the one callee that an expression names, as a call or for a command. */
const struct callee *repl_typecheck_callee(const struct session *session, const struct expr *expr,
                                           struct fault *fault);

#endif
