/* Walks the tree from its leaves to its root. The rules of the language for types
 * are here, except for which values convert to which type: see value.h. */
#include "typecheck.h"

#include "value.h"

struct checker {
    const struct session *session;
    struct fault *fault;
};

static bool check(struct checker *checker, struct expr *expr, int32_t wanted);

static bool check_integer(struct checker *checker, struct expr *expr, int32_t wanted)
{
    expr->type = repl_value_is_integer(wanted) ? wanted : VERA_BINDING_I64;
    struct integer integer = {expr->negative, expr->magnitude};
    char sentence[128];
    /* A hexadecimal literal stands for bits: 0xFF is both an i8 and a u8. */
    return repl_value_fit(integer, expr->hexadecimal && !expr->negative, expr->type, &expr->value,
                          sentence, sizeof sentence) ||
           repl_fault_set(checker->fault, expr->at, "%s", sentence);
}

static bool check_real(struct checker *checker, struct expr *expr, int32_t wanted)
{
    expr->type = wanted == VERA_BINDING_F32 ? VERA_BINDING_F32 : VERA_BINDING_F64;
    char sentence[128];
    return repl_value_convert(&expr->value, expr->type, &expr->value, sentence, sizeof sentence) ||
           repl_fault_set(checker->fault, expr->at, "%s", sentence);
}

static const struct callee *missing(const struct session *session, const struct expr *expr,
                                    struct fault *fault)
{
    int module = repl_text_shown(expr->module);
    int name = repl_text_shown(expr->name);
    if (module > 0 && !repl_session_has_module(session, expr->module)) {
        repl_fault_set(fault, expr->at, "module '%.*s' is not imported", module,
                       expr->module.start);
    } else if (module > 0) {
        repl_fault_set(fault, expr->at, "module '%.*s' has no function '%.*s'", module,
                       expr->module.start, name, expr->name.start);
    } else if (repl_session_find_value(session, expr->name) != NULL) {
        repl_fault_set(fault, expr->at, "'%.*s' is a value, not a function", name,
                       expr->name.start);
    } else {
        const char *hint = session->module_count > 0 ? "; :functions lists the known ones"
                                                     : ": no module is imported yet";
        repl_fault_set(fault, expr->at, "unknown function '%.*s'%s", name, expr->name.start, hint);
    }
    return NULL;
}

/* A name must stand for a value. A function without parentheses gets a message of
 * its own. */
static bool check_name(struct checker *checker, struct expr *expr)
{
    const struct vera_binding_value *value =
        expr->module.length > 0 ? NULL : repl_session_find_value(checker->session, expr->name);
    if (value != NULL) {
        expr->type = value->type;
        return true;
    }
    const struct callee *found[2];
    int shown = repl_text_shown(expr->name);
    if (repl_session_find_callees(checker->session, expr->module, expr->name, found) > 0) {
        return repl_fault_set(checker->fault, expr->at,
                              "'%.*s' is a function: call it with its arguments in parentheses",
                              shown, expr->name.start);
    }
    return expr->module.length > 0 ? missing(checker->session, expr, checker->fault) != NULL
                                   : repl_fault_set(checker->fault, expr->at, "unknown name '%.*s'",
                                                    shown, expr->name.start);
}

const struct callee *repl_typecheck_callee(const struct session *session, const struct expr *expr,
                                           struct fault *fault)
{
    const struct callee *found[2];
    size_t count = repl_session_find_callees(session, expr->module, expr->name, found);
    if (count == 0) {
        return missing(session, expr, fault);
    }
    if (count > 1) {
        const char *name = found[0]->description->name;
        repl_fault_set(fault, expr->at, "'%s' is ambiguous: write %s.%s or %s.%s", name,
                       found[0]->module, name, found[1]->module, name);
        return NULL;
    }
    return found[0];
}

static bool check_arguments(struct checker *checker, struct expr *call)
{
    const struct vera_binding_description *description = call->callee->description;
    uint32_t count = 0;
    struct expr *argument = call->first;
    for (; argument != NULL && count < description->count; argument = argument->next) {
        if (!check(checker, argument, description->parameters[count]->type)) {
            return false;
        }
        count++;
    }
    if (count == description->count && argument == NULL) {
        return true;
    }
    for (const struct expr *rest = argument; rest != NULL; rest = rest->next) {
        count++;
    }
    return repl_fault_set(checker->fault, argument != NULL ? argument->at : call->at,
                          "%s.%s takes %u argument%s, not %u", call->callee->module,
                          description->name, description->count, description->count == 1 ? "" : "s",
                          count);
}

static bool check_call(struct checker *checker, struct expr *expr)
{
    expr->callee = repl_typecheck_callee(checker->session, expr, checker->fault);
    if (expr->callee == NULL) {
        return false;
    }
    const struct vera_binding_description *description = expr->callee->description;
    if (description->unavailable != NULL) {
        return repl_fault_set(checker->fault, expr->at, "%s.%s cannot be called: %s",
                              expr->callee->module, description->name, description->unavailable);
    }
    expr->type = description->result->type;
    return check_arguments(checker, expr);
}

static bool check_negate(struct checker *checker, struct expr *expr)
{
    if (!check(checker, expr->first, TYPECHECK_ANY)) {
        return false;
    }
    bool integer = repl_value_is_integer(expr->first->type);
    expr->type = integer ? VERA_BINDING_I64 : VERA_BINDING_F64;
    return integer || repl_value_is_real(expr->first->type) ||
           repl_fault_set(checker->fault, expr->at, "-%s is not defined",
                          vera_binding_type_name(expr->first->type));
}

/* Checks the sides of a comparison. A literal takes the type of the other side, so
 * that a u64 can be compared with its greatest value, and an i8 with 0xFF. */
static bool check_sides(struct checker *checker, struct expr *expr)
{
    bool literal = expr->first->kind == EXPR_INTEGER || expr->first->kind == EXPR_REAL;
    struct expr *leader = literal ? expr->second : expr->first;
    struct expr *follower = literal ? expr->first : expr->second;
    if (!check(checker, leader, TYPECHECK_ANY)) {
        return false;
    }
    bool adapts = follower->kind == EXPR_INTEGER
                      ? repl_value_is_integer(leader->type)
                      : repl_value_is_real(leader->type) && follower->kind == EXPR_REAL;
    return check(checker, follower, adapts ? leader->type : TYPECHECK_ANY);
}

static bool is_equality(enum token_kind operation)
{
    return operation == TOKEN_EQUAL || operation == TOKEN_UNEQUAL;
}

static bool is_comparison(enum token_kind operation)
{
    return is_equality(operation) || operation == TOKEN_LESS || operation == TOKEN_LESS_EQUAL ||
           operation == TOKEN_MORE || operation == TOKEN_MORE_EQUAL;
}

static bool both_integers(const struct expr *expr)
{
    return repl_value_is_integer(expr->first->type) && repl_value_is_integer(expr->second->type);
}

static bool both_reals(const struct expr *expr)
{
    return repl_value_is_real(expr->first->type) && repl_value_is_real(expr->second->type);
}

/* The type of an operation's result; VERA_BINDING_UNKNOWN when the operator is not
 * defined for the types of its operands. */
static int32_t type_of(const struct expr *expr)
{
    int32_t left = expr->first->type;
    int32_t right = expr->second->type;
    if (is_comparison(expr->operation)) {
        bool same = left == right && (left == VERA_BINDING_BOOL || left == VERA_BINDING_PTR);
        return both_integers(expr) || both_reals(expr) || (same && is_equality(expr->operation))
                   ? VERA_BINDING_BOOL
                   : VERA_BINDING_UNKNOWN;
    }
    if (both_integers(expr)) {
        return VERA_BINDING_I64;
    }
    if (both_reals(expr) && expr->operation != TOKEN_REMAINDER) {
        return VERA_BINDING_F64;
    }
    bool moves = expr->operation == TOKEN_PLUS || expr->operation == TOKEN_MINUS;
    if (left == VERA_BINDING_PTR && moves && repl_value_is_integer(right)) {
        return VERA_BINDING_PTR;
    }
    if (left == VERA_BINDING_PTR && right == VERA_BINDING_PTR && expr->operation == TOKEN_MINUS) {
        return VERA_BINDING_I64;
    }
    return VERA_BINDING_UNKNOWN;
}

static bool check_binary(struct checker *checker, struct expr *expr)
{
    bool checked = is_comparison(expr->operation) ? check_sides(checker, expr)
                                                  : check(checker, expr->first, TYPECHECK_ANY) &&
                                                        check(checker, expr->second, TYPECHECK_ANY);
    if (!checked) {
        return false;
    }
    expr->type = type_of(expr);
    return expr->type != VERA_BINDING_UNKNOWN ||
           repl_fault_set(checker->fault, expr->at, "%s %.*s %s is not defined",
                          vera_binding_type_name(expr->first->type), (int)expr->spelling.length,
                          expr->spelling.start, vera_binding_type_name(expr->second->type));
}

static bool check_expr(struct checker *checker, struct expr *expr, int32_t wanted)
{
    switch (expr->kind) {
    case EXPR_INTEGER:
        return check_integer(checker, expr, wanted);
    case EXPR_REAL:
        return check_real(checker, expr, wanted);
    case EXPR_CONSTANT:
        expr->type = expr->value.type;
        return true;
    case EXPR_NAME:
        return check_name(checker, expr);
    case EXPR_CALL:
        return check_call(checker, expr);
    case EXPR_NEGATE:
        return check_negate(checker, expr);
    case EXPR_BINARY:
        return check_binary(checker, expr);
    }
    return false;
}

static bool check(struct checker *checker, struct expr *expr, int32_t wanted)
{
    if (!check_expr(checker, expr, wanted)) {
        return false;
    }
    if (wanted == TYPECHECK_SHOWN) {
        return true;
    }
    if (expr->type == VERA_BINDING_VOID) {
        return repl_fault_set(checker->fault, expr->at, "%s.%s returns no value",
                              expr->callee->module, expr->callee->description->name);
    }
    return wanted == TYPECHECK_ANY || repl_value_converts(expr->type, wanted) ||
           repl_fault_set(checker->fault, expr->at, "expected %s, found %s",
                          vera_binding_type_name(wanted), vera_binding_type_name(expr->type));
}

bool repl_typecheck_expression(const struct session *session, struct expr *expr, int32_t wanted,
                               struct fault *fault)
{
    struct checker checker = {session, fault};
    return check(&checker, expr, wanted);
}
