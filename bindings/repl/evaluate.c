/* Walks a checked tree from left to right. Arithmetic is on i64 and f64: other
 * integers and reals are converted to these first. */
#include "evaluate.h"

#include "alloc.h"
#include "guard.h"
#include "value.h"

#include <math.h>
#include <stdlib.h>

struct evaluator {
    struct session *session;
    size_t line;
    struct fault *fault;
};

static bool evaluate(struct evaluator *evaluator, const struct node *node, int32_t wanted,
                     struct vera_binding_value *value);

static bool fits(struct evaluator *evaluator, const struct node *node, bool overflowed)
{
    return !overflowed || repl_fault_set(evaluator->fault, node->at, "the result does not fit %s",
                                         vera_binding_type_name(node->type));
}

static bool integer_operation(struct evaluator *evaluator, const struct node *node, int64_t left,
                              int64_t right, int64_t *result)
{
    bool quotient = node->operation == TOKEN_DIVIDE || node->operation == TOKEN_REMAINDER;
    if (quotient && right == 0) {
        return repl_fault_set(evaluator->fault, node->at, "division by zero");
    }
    switch (node->operation) {
    case TOKEN_PLUS:
        return fits(evaluator, node, __builtin_add_overflow(left, right, result));
    case TOKEN_MINUS:
        return fits(evaluator, node, __builtin_sub_overflow(left, right, result));
    case TOKEN_TIMES:
        return fits(evaluator, node, __builtin_mul_overflow(left, right, result));
    case TOKEN_DIVIDE:
        /* The least i64 by -1 is the one quotient that does not fit. */
        if (right == -1) {
            return fits(evaluator, node, __builtin_sub_overflow(0, left, result));
        }
        *result = left / right;
        return true;
    default:
        /* Processors trap where the quotient would not fit. */
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

/* What a comparison says of an order: less than 0, 0, more than 0. */
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

/* Converts a value that the checker let pass to where it is wanted. */
static bool convert(struct evaluator *evaluator, const struct node *node, int32_t wanted,
                    struct vera_binding_value *value)
{
    char sentence[128];
    return wanted < 0 || repl_value_convert(value, wanted, value, sentence, sizeof sentence) ||
           repl_fault_set(evaluator->fault, node->at, "%s", sentence);
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

/* As what an operand takes part: arithmetic is on i64 and f64, comparisons of
 * integers know every type. */
static int32_t operand_type(const struct node *node, const struct node *operand)
{
    if (repl_value_is_real(operand->type)) {
        return VERA_BINDING_F64;
    }
    bool arithmetic = node->type != VERA_BINDING_BOOL;
    return arithmetic && repl_value_is_integer(operand->type) ? VERA_BINDING_I64 : operand->type;
}

static bool move_pointer(struct evaluator *evaluator, const struct node *node, uintptr_t address,
                         int64_t distance, struct vera_binding_value *value)
{
    uintptr_t moved;
    bool overflowed = node->operation == TOKEN_PLUS
                          ? __builtin_add_overflow(address, distance, &moved)
                          : __builtin_sub_overflow(address, distance, &moved);
    value->type = VERA_BINDING_PTR;
    value->as.ptr = (void *)moved;
    return fits(evaluator, node, overflowed);
}

static bool evaluate_sides(struct evaluator *evaluator, const struct node *node,
                           struct vera_binding_value sides[2])
{
    return evaluate(evaluator, node->first, operand_type(node, node->first), &sides[0]) &&
           evaluate(evaluator, node->second, operand_type(node, node->second), &sides[1]);
}

static bool combine(struct evaluator *evaluator, const struct node *node,
                    const struct vera_binding_value sides[2], struct vera_binding_value *value)
{
    const struct vera_binding_value *left = &sides[0];
    const struct vera_binding_value *right = &sides[1];
    value->type = node->type;
    switch (node->type) {
    case VERA_BINDING_BOOL:
        value->as.boolean = compare(node->operation, left, right);
        return true;
    case VERA_BINDING_F64:
        value->as.f64 = real_operation(node->operation, left->as.f64, right->as.f64);
        return true;
    case VERA_BINDING_PTR:
        return move_pointer(evaluator, node, (uintptr_t)left->as.ptr, right->as.i64, value);
    default:
        if (left->type == VERA_BINDING_PTR) {
            return fits(evaluator, node,
                        __builtin_sub_overflow((uintptr_t)left->as.ptr, (uintptr_t)right->as.ptr,
                                               &value->as.i64));
        }
        return integer_operation(evaluator, node, left->as.i64, right->as.i64, &value->as.i64);
    }
}

static bool evaluate_binary(struct evaluator *evaluator, const struct node *node,
                            struct vera_binding_value *value)
{
    struct vera_binding_value sides[2];
    return evaluate_sides(evaluator, node, sides) && combine(evaluator, node, sides, value);
}

static bool evaluate_negate(struct evaluator *evaluator, const struct node *node,
                            struct vera_binding_value *value)
{
    if (!evaluate(evaluator, node->first, node->type, value)) {
        return false;
    }
    if (node->type == VERA_BINDING_F64) {
        value->as.f64 = -value->as.f64;
        return true;
    }
    return fits(evaluator, node, __builtin_sub_overflow(0, value->as.i64, &value->as.i64));
}

static bool evaluate_arguments(struct evaluator *evaluator, const struct node *node,
                               const struct call *call)
{
    const struct node *argument = node->first;
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

static bool invoke(struct evaluator *evaluator, const struct node *node, const struct call *call,
                   struct vera_binding_value *value)
{
    const struct callee *callee = call->callee;
    if (callee->own != NULL) {
        callee->own(call->arguments, value);
        evaluator->session->call_errno = 0;
        return true;
    }
    struct vera_binding_error error;
    int32_t code = vera_binding_call(callee->function, call->arguments, callee->description->count,
                                     value, &evaluator->session->call_errno, &error);
    if (code == VERA_BINDING_OK) {
        return true;
    }
    size_t at = error.argument < 0 ? node->at : call->at[error.argument];
    return repl_fault_set(evaluator->fault, at, "%s", error.message);
}

static bool evaluate_call(struct evaluator *evaluator, const struct node *node,
                          struct vera_binding_value *value)
{
    size_t count = node->callee->description->count;
    struct blocks *blocks = &evaluator->session->blocks;
    struct call call = {.callee = node->callee,
                        .arguments = repl_alloc_zeroed(count, sizeof *call.arguments),
                        .at = repl_alloc_zeroed(count, sizeof *call.at),
                        .line = evaluator->line};
    bool done = evaluate_arguments(evaluator, node, &call) &&
                repl_guard_call(&call, blocks, evaluator->fault) &&
                invoke(evaluator, node, &call, value) &&
                repl_guard_settle(&call, value, blocks, node->at, evaluator->fault);
    free(call.arguments);
    free(call.at);
    return done;
}

static bool evaluate_node(struct evaluator *evaluator, const struct node *node,
                          struct vera_binding_value *value)
{
    switch (node->kind) {
    case NODE_INTEGER:
    case NODE_REAL:
    case NODE_CONSTANT:
        *value = node->value;
        return true;
    case NODE_NAME:
        *value = *repl_session_look_up(evaluator->session, node->name);
        return true;
    case NODE_CALL:
        return evaluate_call(evaluator, node, value);
    case NODE_NEGATE:
        return evaluate_negate(evaluator, node, value);
    case NODE_BINARY:
        return evaluate_binary(evaluator, node, value);
    }
    return false;
}

static bool evaluate(struct evaluator *evaluator, const struct node *node, int32_t wanted,
                     struct vera_binding_value *value)
{
    return evaluate_node(evaluator, node, value) && convert(evaluator, node, wanted, value);
}

bool repl_evaluate_expression(struct session *session, size_t line, const struct node *node,
                              int32_t wanted, struct vera_binding_value *value, struct fault *fault)
{
    struct evaluator evaluator = {session, line, fault};
    return evaluate(&evaluator, node, wanted, value);
}

bool repl_evaluate_assertion(struct session *session, size_t line, const struct node *node,
                             struct fault *fault)
{
    struct evaluator evaluator = {session, line, fault};
    struct vera_binding_value value;
    if (node->kind != NODE_BINARY) {
        return evaluate(&evaluator, node, VERA_BINDING_BOOL, &value) &&
               (value.as.boolean || repl_fault_set(fault, node->at, "this does not hold"));
    }
    struct vera_binding_value sides[2];
    if (!evaluate_sides(&evaluator, node, sides) || !combine(&evaluator, node, sides, &value)) {
        return false;
    }
    char left[VALUE_TEXT_MAX];
    char right[VALUE_TEXT_MAX];
    repl_value_text(&sides[0], left);
    repl_value_text(&sides[1], right);
    return value.as.boolean ||
           repl_fault_set(fault, node->at, "this does not hold: %s %.*s %s", left,
                          (int)node->sign.length, node->sign.start, right);
}
