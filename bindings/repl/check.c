/* Looks names up and settles types, from the leaves of the tree to its root. */
#include "check.h"

#include "value.h"

struct checker {
    const struct session *session;
    struct fault *fault;
};

static bool check(struct checker *checker, struct node *node, int32_t wanted);

static bool check_integer(struct checker *checker, struct node *node, int32_t wanted)
{
    node->type = repl_value_is_integer(wanted) ? wanted : VERA_BINDING_I64;
    struct integer integer = {node->negative, node->magnitude};
    char sentence[128];
    /* Hexadecimal writes bits: 0xFF is an i8 as much as it is a u8. */
    return repl_value_fit(integer, node->hexadecimal && !node->negative, node->type, &node->value,
                          sentence, sizeof sentence) ||
           repl_fault_set(checker->fault, node->at, "%s", sentence);
}

static bool check_real(struct checker *checker, struct node *node, int32_t wanted)
{
    node->type = wanted == VERA_BINDING_F32 ? VERA_BINDING_F32 : VERA_BINDING_F64;
    char sentence[128];
    return repl_value_convert(&node->value, node->type, &node->value, sentence, sizeof sentence) ||
           repl_fault_set(checker->fault, node->at, "%s", sentence);
}

static const struct callee *missing(const struct session *session, const struct node *node,
                                    struct fault *fault)
{
    int module = repl_text_shown(node->module);
    int name = repl_text_shown(node->name);
    if (module > 0 && !repl_session_has(session, node->module)) {
        repl_fault_set(fault, node->at, "no module '%.*s' is imported", module, node->module.start);
    } else if (module > 0) {
        repl_fault_set(fault, node->at, "the module '%.*s' has no function '%.*s'", module,
                       node->module.start, name, node->name.start);
    } else if (repl_session_look_up(session, node->name) != NULL) {
        repl_fault_set(fault, node->at, "'%.*s' is a value, not a function", name,
                       node->name.start);
    } else {
        repl_fault_set(fault, node->at, "there is no function '%.*s'", name, node->name.start);
    }
    return NULL;
}

/* A name stands for a value; what else it may be is worth a word. */
static bool check_name(struct checker *checker, struct node *node)
{
    const struct vera_binding_value *value =
        node->module.length > 0 ? NULL : repl_session_look_up(checker->session, node->name);
    if (value != NULL) {
        node->type = value->type;
        return true;
    }
    const struct callee *found[2];
    int shown = repl_text_shown(node->name);
    if (repl_session_find(checker->session, node->module, node->name, found) > 0) {
        return repl_fault_set(checker->fault, node->at,
                              "'%.*s' is a function: its arguments follow in parentheses", shown,
                              node->name.start);
    }
    return node->module.length > 0
               ? missing(checker->session, node, checker->fault) != NULL
               : repl_fault_set(checker->fault, node->at, "there is no name '%.*s'", shown,
                                node->name.start);
}

const struct callee *repl_check_callee(const struct session *session, const struct node *node,
                                       struct fault *fault)
{
    const struct callee *found[2];
    size_t count = repl_session_find(session, node->module, node->name, found);
    if (count == 0) {
        return missing(session, node, fault);
    }
    if (count > 1) {
        const char *name = found[0]->description->name;
        repl_fault_set(fault, node->at, "'%s' is not the only one: say %s.%s or %s.%s", name,
                       found[0]->module, name, found[1]->module, name);
        return NULL;
    }
    return found[0];
}

static bool check_arguments(struct checker *checker, struct node *call)
{
    const struct vera_binding_description *description = call->callee->description;
    uint32_t count = 0;
    struct node *argument = call->first;
    for (; argument != NULL && count < description->count; argument = argument->next) {
        if (!check(checker, argument, description->parameters[count]->type)) {
            return false;
        }
        count++;
    }
    if (count == description->count && argument == NULL) {
        return true;
    }
    return repl_fault_set(checker->fault, argument != NULL ? argument->at : call->at,
                          "%s.%s takes %u argument%s", call->callee->module, description->name,
                          description->count, description->count == 1 ? "" : "s");
}

static bool check_call(struct checker *checker, struct node *node)
{
    node->callee = repl_check_callee(checker->session, node, checker->fault);
    if (node->callee == NULL) {
        return false;
    }
    const struct vera_binding_description *description = node->callee->description;
    if (description->unavailable != NULL) {
        return repl_fault_set(checker->fault, node->at, "%s.%s cannot be called: %s",
                              node->callee->module, description->name, description->unavailable);
    }
    node->type = description->result->type;
    return check_arguments(checker, node);
}

static bool check_negate(struct checker *checker, struct node *node)
{
    if (!check(checker, node->first, CHECK_ANY)) {
        return false;
    }
    bool integer = repl_value_is_integer(node->first->type);
    node->type = integer ? VERA_BINDING_I64 : VERA_BINDING_F64;
    return integer || repl_value_is_real(node->first->type) ||
           repl_fault_set(checker->fault, node->at, "there is no -%s",
                          vera_binding_type_name(node->first->type));
}

/* Checks the sides of a comparison. A literal takes the type of the other side:
 * so a u64 can be compared with its greatest value, and an i8 with 0xFF. */
static bool check_sides(struct checker *checker, struct node *node)
{
    bool literal = node->first->kind == NODE_INTEGER || node->first->kind == NODE_REAL;
    struct node *leader = literal ? node->second : node->first;
    struct node *follower = literal ? node->first : node->second;
    if (!check(checker, leader, CHECK_ANY)) {
        return false;
    }
    bool adapts = follower->kind == NODE_INTEGER
                      ? repl_value_is_integer(leader->type)
                      : repl_value_is_real(leader->type) && follower->kind == NODE_REAL;
    return check(checker, follower, adapts ? leader->type : CHECK_ANY);
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

static bool both_integers(const struct node *node)
{
    return repl_value_is_integer(node->first->type) && repl_value_is_integer(node->second->type);
}

static bool both_reals(const struct node *node)
{
    return repl_value_is_real(node->first->type) && repl_value_is_real(node->second->type);
}

/* The type of an operation on operands of these types; VERA_BINDING_UNKNOWN
 * when there is none. */
static int32_t type_of(const struct node *node)
{
    int32_t left = node->first->type;
    int32_t right = node->second->type;
    if (is_comparison(node->operation)) {
        bool same = left == right && (left == VERA_BINDING_BOOL || left == VERA_BINDING_PTR);
        return both_integers(node) || both_reals(node) || (same && is_equality(node->operation))
                   ? VERA_BINDING_BOOL
                   : VERA_BINDING_UNKNOWN;
    }
    if (both_integers(node)) {
        return VERA_BINDING_I64;
    }
    if (both_reals(node) && node->operation != TOKEN_REMAINDER) {
        return VERA_BINDING_F64;
    }
    bool moves = node->operation == TOKEN_PLUS || node->operation == TOKEN_MINUS;
    if (left == VERA_BINDING_PTR && moves && repl_value_is_integer(right)) {
        return VERA_BINDING_PTR;
    }
    if (left == VERA_BINDING_PTR && right == VERA_BINDING_PTR && node->operation == TOKEN_MINUS) {
        return VERA_BINDING_I64;
    }
    return VERA_BINDING_UNKNOWN;
}

static bool check_binary(struct checker *checker, struct node *node)
{
    bool checked = is_comparison(node->operation) ? check_sides(checker, node)
                                                  : check(checker, node->first, CHECK_ANY) &&
                                                        check(checker, node->second, CHECK_ANY);
    if (!checked) {
        return false;
    }
    node->type = type_of(node);
    return node->type != VERA_BINDING_UNKNOWN ||
           repl_fault_set(checker->fault, node->at, "there is no %s %.*s %s",
                          vera_binding_type_name(node->first->type), (int)node->sign.length,
                          node->sign.start, vera_binding_type_name(node->second->type));
}

static bool check_node(struct checker *checker, struct node *node, int32_t wanted)
{
    switch (node->kind) {
    case NODE_INTEGER:
        return check_integer(checker, node, wanted);
    case NODE_REAL:
        return check_real(checker, node, wanted);
    case NODE_CONSTANT:
        node->type = node->value.type;
        return true;
    case NODE_NAME:
        return check_name(checker, node);
    case NODE_CALL:
        return check_call(checker, node);
    case NODE_NEGATE:
        return check_negate(checker, node);
    case NODE_BINARY:
        return check_binary(checker, node);
    }
    return false;
}

static bool check(struct checker *checker, struct node *node, int32_t wanted)
{
    if (!check_node(checker, node, wanted)) {
        return false;
    }
    if (wanted == CHECK_SHOWN) {
        return true;
    }
    if (node->type == VERA_BINDING_VOID) {
        return repl_fault_set(checker->fault, node->at, "%s.%s returns nothing",
                              node->callee->module, node->callee->description->name);
    }
    return wanted == CHECK_ANY || repl_value_converts(node->type, wanted) ||
           repl_fault_set(checker->fault, node->at, "expected %s, found %s",
                          vera_binding_type_name(wanted), vera_binding_type_name(node->type));
}

bool repl_check_expression(const struct session *session, struct node *node, int32_t wanted,
                           struct fault *fault)
{
    struct checker checker = {session, fault};
    return check(&checker, node, wanted);
}
