/* Computes what a checked expression comes to, and makes its calls. */
#ifndef VERA_REPL_EVALUATE_H
#define VERA_REPL_EVALUATE_H

#include "fault.h"
#include "session.h"
#include "tree.h"

/* Sets `*value` to the expression's value as `wanted`, to which its type
 * converts, or as its own type if `wanted` is one of the checker's. `line` is
 * what blocks remember. False when a value does not fit, an operation has no
 * result, or a call was refused; calls before that one were made. */
bool repl_evaluate_expression(struct session *session, size_t line, const struct expr *expr,
                              int32_t wanted, struct vera_binding_value *value,
                              struct fault *fault);

/* Evaluates an expression of type bool. False as above, and when it does not
 * hold; the values that were compared are then part of the sentence. */
bool repl_evaluate_assertion(struct session *session, size_t line, const struct expr *expr,
                             struct fault *fault);

#endif
