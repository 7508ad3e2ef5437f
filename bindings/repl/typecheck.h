/* Looks up the names in an expression and gives every part of it a type, before
 * anything is evaluated or called. Values are computed in evaluate.h. */
#ifndef VERA_REPL_TYPECHECK_H
#define VERA_REPL_TYPECHECK_H

#include "fault.h"
#include "session.h"
#include "tree.h"

/* What `wanted` may be besides a type of VERA. */
enum {
    TYPECHECK_ANY = -1,  /* any value */
    TYPECHECK_SHOWN = -2 /* any value or none: the expression is a whole statement */
};

/* Checks an expression where a value of type `wanted` is expected. A literal gets
 * that type. Any other expression that converts to it keeps its own type; its
 * value is converted when it is computed. */
bool repl_typecheck_expression(const struct session *session, struct expr *expr, int32_t wanted,
                               struct fault *fault);

/* Returns the only callee with the name in `expr`, a name or a call. Null, with a
 * fault, when there is none or more than one. */
const struct callee *repl_typecheck_callee(const struct session *session, const struct expr *expr,
                                           struct fault *fault);

#endif
