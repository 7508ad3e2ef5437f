/* Walks a checked tree from left to right. Arithmetic is on i64 and f64: other integers
 * and reals are converted to these first. Types have been checked before. */
#include "evaluate.h"

#include "alloc.h"
#include "value.h"
#include "vet.h"

#include <math.h>
#include <stdlib.h>

struct evaluator {
    struct session *session;
    size_t line;
    struct fault *fault;
};

static bool evaluate(struct evaluator *evaluator, const struct expr *expr, int32_t wanted,
                     struct vera_binding_value *value);

static bool fits(struct evaluator *evaluator, const struct expr *expr, bool overflowed)
{
    return !overflowed ||
           repl_fault_set(evaluator->fault, expr->at, "the result does not fit in %s",
                          vera_binding_type_name(expr->type));
}

static bool integer_operation(struct evaluator *evaluator, const struct expr *expr, int64_t left,
                              int64_t right, int64_t *result)
{
    bool quotient = expr->operation == TOKEN_DIVIDE || expr->operation == TOKEN_REMAINDER;
    if (quotient && right == 0) {
        return repl_fault_set(evaluator->fault, expr->at, "division by zero");
    }
    switch (expr->operation) {
    case TOKEN_PLUS:
        return fits(evaluator, expr, __builtin_add_overflow(left, right, result));
    case TOKEN_MINUS:
        return fits(evaluator, expr, __builtin_sub_overflow(left, right, result));
    case TOKEN_TIMES:
        return fits(evaluator, expr, __builtin_mul_overflow(left, right, result));
    case TOKEN_DIVIDE:
        /* The least i64 divided by -1 is the only quotient that overflows. */
        if (right == -1) {
            return fits(evaluator, expr, __builtin_sub_overflow(0, left, result));
        }
        *result = left / right;
        return true;
    default:
        /* Some processors trap on the remainder, too, when the quotient overflows. */
        *result = right == -1 ? 0 : left % right;
        return true;
    }
}

static double real_operation(enum token_kind operation, double left, double right)
{
    switch (operation) {
    case TOKEN_PLUS:
        return left + right;
    case TOKEN_MINUS:
        return left - right;
    case TOKEN_TIMES:
        return left * right;
    default:
        return left / right;
    }
}

/* Whether a comparison is true if its left side is less than (`order` below 0), equal to
 * (0) or greater than (above 0) its right side. */
static bool holds(enum token_kind operation, int order)
{
    switch (operation) {
    case TOKEN_EQUAL:
        return order == 0;
    case TOKEN_UNEQUAL:
        return order != 0;
    case TOKEN_LESS:
        return order < 0;
    case TOKEN_LESS_EQUAL:
        return order <= 0;
    case TOKEN_MORE:
        return order > 0;
    default:
        return order >= 0;
    }
}

static bool compare_reals(enum token_kind operation, double left, double right)
{
    if (isnan(left) || isnan(right)) {
        return operation == TOKEN_UNEQUAL;
    }
    return holds(operation, (left > right) - (left < right));
}

/* Converts a value to the type that is wanted. The type checker has allowed it. */
static bool convert(struct evaluator *evaluator, const struct expr *expr, int32_t wanted,
                    struct vera_binding_value *value)
{
    char sentence[128];
    return wanted < 0 || repl_value_convert(value, wanted, value, sentence, sizeof sentence) ||
           repl_fault_set(evaluator->fault, expr->at, "%s", sentence);
}

static bool compare(enum token_kind operation, const struct vera_binding_value *left,
                    const struct vera_binding_value *right)
{
    switch (left->type) {
    case VERA_BINDING_BOOL:
        return holds(operation, left->as.boolean != right->as.boolean);
    case VERA_BINDING_PTR:
        return holds(operation, left->as.ptr != right->as.ptr);
    case VERA_BINDING_F64:
        return compare_reals(operation, left->as.f64, right->as.f64);
    default:
        return holds(operation,
                     repl_value_compare(repl_value_integer(left), repl_value_integer(right)));
    }
}

/* The type in which an operand is used. Arithmetic is on i64 and f64; integers of all
 * types can be compared as they are. */
static int32_t operand_type(const struct expr *expr, const struct expr *operand)
{
    if (repl_value_is_real(operand->type)) {
        return VERA_BINDING_F64;
    }
    bool arithmetic = expr->type != VERA_BINDING_BOOL;
    return arithmetic && repl_value_is_integer(operand->type) ? VERA_BINDING_I64 : operand->type;
}

static bool move_pointer(struct evaluator *evaluator, const struct expr *expr, uintptr_t address,
                         int64_t distance, struct vera_binding_value *value)
{
    uintptr_t moved;
    bool overflowed = expr->operation == TOKEN_PLUS
                          ? __builtin_add_overflow(address, distance, &moved)
                          : __builtin_sub_overflow(address, distance, &moved);
    value->type = VERA_BINDING_PTR;
    value->as.ptr = (void *)moved;
    return fits(evaluator, expr, overflowed);
}

static bool evaluate_sides(struct evaluator *evaluator, const struct expr *expr,
                           struct vera_binding_value sides[2])
{
    return evaluate(evaluator, expr->first, operand_type(expr, expr->first), &sides[0]) &&
           evaluate(evaluator, expr->second, operand_type(expr, expr->second), &sides[1]);
}

static bool combine(struct evaluator *evaluator, const struct expr *expr,
                    const struct vera_binding_value sides[2], struct vera_binding_value *value)
{
    const struct vera_binding_value *left = &sides[0];
    const struct vera_binding_value *right = &sides[1];
    value->type = expr->type;
    switch (expr->type) {
    case VERA_BINDING_BOOL:
        value->as.boolean = compare(expr->operation, left, right);
        return true;
    case VERA_BINDING_F64:
        value->as.f64 = real_operation(expr->operation, left->as.f64, right->as.f64);
        return true;
    case VERA_BINDING_PTR:
        return move_pointer(evaluator, expr, (uintptr_t)left->as.ptr, right->as.i64, value);
    default:
        if (left->type == VERA_BINDING_PTR) {
            return fits(evaluator, expr,
                        __builtin_sub_overflow((uintptr_t)left->as.ptr, (uintptr_t)right->as.ptr,
                                               &value->as.i64));
        }
        return integer_operation(evaluator, expr, left->as.i64, right->as.i64, &value->as.i64);
    }
}

static bool evaluate_binary(struct evaluator *evaluator, const struct expr *expr,
                            struct vera_binding_value *value)
{
    struct vera_binding_value sides[2];
    return evaluate_sides(evaluator, expr, sides) && combine(evaluator, expr, sides, value);
}

static bool evaluate_negate(struct evaluator *evaluator, const struct expr *expr,
                            struct vera_binding_value *value)
{
    if (!evaluate(evaluator, expr->first, expr->type, value)) {
        return false;
    }
    if (expr->type == VERA_BINDING_F64) {
        value->as.f64 = -value->as.f64;
        return true;
    }
    return fits(evaluator, expr, __builtin_sub_overflow(0, value->as.i64, &value->as.i64));
}

static bool evaluate_arguments(struct evaluator *evaluator, const struct expr *expr,
                               const struct call *call)
{
    const struct expr *argument = expr->first;
    for (uint32_t index = 0; argument != NULL; index++) {
        int32_t wanted = call->callee->description->parameters[index]->type;
        if (!evaluate(evaluator, argument, wanted, &call->arguments[index])) {
            return false;
        }
        call->at[index] = argument->at;
        argument = argument->next;
    }
    return true;
}

static bool invoke(struct evaluator *evaluator, const struct expr *expr, const struct call *call,
                   struct vera_binding_value *value)
{
    const struct callee *callee = call->callee;
    if (callee->builtin != NULL) {
        callee->builtin(call->arguments, value);
        evaluator->session->call_errno = 0;
        return true;
    }
    struct vera_binding_error error;
    int32_t code = vera_binding_call(callee->function, call->arguments, callee->description->count,
                                     value, &evaluator->session->call_errno, &error);
    if (code == VERA_BINDING_OK) {
        return true;
    }
    size_t at = error.argument < 0 ? expr->at : call->at[error.argument];
    return repl_fault_set(evaluator->fault, at, "%s", error.message);
}

static bool evaluate_call(struct evaluator *evaluator, const struct expr *expr,
                          struct vera_binding_value *value)
{
    size_t count = expr->callee->description->count;
    struct blocks *blocks = &evaluator->session->blocks;
    struct call call = {.callee = expr->callee,
                        .arguments = repl_alloc_zeroed(count, sizeof *call.arguments),
                        .at = repl_alloc_zeroed(count, sizeof *call.at),
                        .line = evaluator->line};
    bool done = evaluate_arguments(evaluator, expr, &call) &&
                repl_vet_call(&call, blocks, evaluator->fault) &&
                invoke(evaluator, expr, &call, value) &&
                repl_vet_result(&call, value, blocks, expr->at, evaluator->fault);
    free(call.arguments);
    free(call.at);
    return done;
}

static bool evaluate_expr(struct evaluator *evaluator, const struct expr *expr,
                          struct vera_binding_value *value)
{
    switch (expr->kind) {
    case EXPR_INTEGER:
    case EXPR_REAL:
    case EXPR_CONSTANT:
        *value = expr->value;
        return true;
    case EXPR_NAME:
        *value = *repl_session_find_value(evaluator->session, expr->name);
        return true;
    case EXPR_CALL:
        return evaluate_call(evaluator, expr, value);
    case EXPR_NEGATE:
        return evaluate_negate(evaluator, expr, value);
    case EXPR_BINARY:
        return evaluate_binary(evaluator, expr, value);
    }
    return false;
}

static bool evaluate(struct evaluator *evaluator, const struct expr *expr, int32_t wanted,
                     struct vera_binding_value *value)
{
    return evaluate_expr(evaluator, expr, value) && convert(evaluator, expr, wanted, value);
}

bool repl_evaluate_expression(struct session *session, size_t line, const struct expr *expr,
                              int32_t wanted, struct vera_binding_value *value, struct fault *fault)
{
    struct evaluator evaluator = {session, line, fault};
    return evaluate(&evaluator, expr, wanted, value);
}

bool repl_evaluate_assertion(struct session *session, size_t line, const struct expr *expr,
                             struct fault *fault)
{
    struct evaluator evaluator = {session, line, fault};
    struct vera_binding_value value;
    if (expr->kind != EXPR_BINARY) {
        return evaluate(&evaluator, expr, VERA_BINDING_BOOL, &value) &&
               (value.as.boolean || repl_fault_set(fault, expr->at, "assertion failed"));
    }
    struct vera_binding_value sides[2];
    if (!evaluate_sides(&evaluator, expr, sides) || !combine(&evaluator, expr, sides, &value)) {
        return false;
    }
    char left[VALUE_TEXT_MAX];
    char right[VALUE_TEXT_MAX];
    repl_value_text(&sides[0], left);
    repl_value_text(&sides[1], right);
    return value.as.boolean ||
           repl_fault_set(fault, expr->at, "assertion failed: %s %.*s %s", left,
                          (int)expr->spelling.length, expr->spelling.start, right);
}
