/* Computes the value of a checked expression, and makes the calls in it. What a call
 * may do to memory is decided in vet.h. */
#ifndef VERA_REPL_EVALUATE_H
#define VERA_REPL_EVALUATE_H

#include "fault.h"
#include "session.h"
#include "tree.h"

/* Sets `*value` to the expression's value, converted to type `wanted`, or of its own
 * type if `wanted` is TYPECHECK_ANY or TYPECHECK_SHOWN. Blocks are recorded with
 * line `line`. False when a value does not fit, an operation has no result, or a call
 * was refused or failed; the calls before that point have been made. */
bool repl_evaluate_expression(struct session *session, size_t line, const struct expr *expr,
                              int32_t wanted, struct vera_binding_value *value,
                              struct fault *fault);

/* Evaluates an expression of type bool. False as above, and when its value is false:
 * then the sentence shows the values that were compared. */
bool repl_evaluate_assertion(struct session *session, size_t line, const struct expr *expr,
                             struct fault *fault);

#endif
