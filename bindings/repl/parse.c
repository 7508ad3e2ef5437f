/* A recursive-descent parser with one token of lookahead.
 *
 *     statement  = import STRING | let WORD = comparison | assert comparison
 *                | WORD = comparison | comparison | : WORD { comparison }
 *     comparison = sum { (== != < <= > >=) sum }
 *     sum        = product { (+ -) product }
 *     product    = factor { (* / %) factor }
 *     factor     = - factor | INTEGER | REAL | true | false | null
 *                | ( comparison ) | WORD [. WORD] [( [comparison {, comparison}] )]
 *
 * After the first fault, which is the one that is reported, every token is the end of
 * the line. So no parsing function needs to check whether the ones before it succeeded,
 * and no expression is ever null. */
#include "parse.h"

#include "alloc.h"

#include <stdlib.h>

struct parser {
    struct text line;
    struct token token; /* the current one */
    struct statement *statement;
    struct fault *fault;
    bool failed;
    size_t depth; /* nested factors that are being parsed */
};

static const char *const reserved[] = {"assert", "false", "import", "let", "null", "true", NULL};

static struct expr *parse_comparison(struct parser *parser);

static void stop(struct parser *parser)
{
    parser->failed = true;
    parser->token.kind = TOKEN_END;
}

static void advance(struct parser *parser)
{
    if (!parser->failed && !repl_token_read(parser->line, repl_token_end(&parser->token),
                                            &parser->token, parser->fault)) {
        stop(parser);
    }
}

/* Reports what was expected in place of the current token. */
static void expected(struct parser *parser, const char *what)
{
    const struct token *token = &parser->token;
    if (parser->failed) {
        return;
    }
    if (token->kind == TOKEN_END) {
        repl_fault_set(parser->fault, token->at, "expected %s, found the end of the line", what);
    } else {
        const char *quote = token->kind == TOKEN_STRING ? "\"" : "'";
        repl_fault_set(parser->fault, token->at, "expected %s, found %s%.*s%s", what, quote,
                       repl_text_shown(token->text), token->text.start, quote);
    }
    stop(parser);
}

/* Skips a token, which must be of that kind, and returns its text. */
static struct text take(struct parser *parser, enum token_kind kind, const char *what)
{
    struct text text = parser->token.text;
    if (parser->token.kind == kind && !parser->failed) {
        advance(parser);
    } else {
        expected(parser, what);
    }
    return text;
}

static bool accept(struct parser *parser, enum token_kind kind)
{
    bool found = parser->token.kind == kind;
    if (found) {
        advance(parser);
    }
    return found;
}

static bool is_reserved(struct text word)
{
    for (size_t index = 0; reserved[index] != NULL; index++) {
        if (repl_text_equal(word, reserved[index])) {
            return true;
        }
    }
    return false;
}

static bool looks_at_word(const struct parser *parser, const char *word)
{
    return parser->token.kind == TOKEN_WORD && repl_text_equal(parser->token.text, word);
}

/* A new expression at the current token. */
static struct expr *make(struct parser *parser, enum expr_kind kind)
{
    struct expr *expr = repl_alloc_zeroed(1, sizeof *expr);
    expr->kind = kind;
    expr->at = parser->token.at;
    expr->depth = 1;
    expr->type = VERA_BINDING_UNKNOWN;
    expr->made = parser->statement->made;
    parser->statement->made = expr;
    return expr;
}

static void limit(struct parser *parser, size_t depth, size_t at)
{
    if (depth > PARSE_DEPTH_MAX && !parser->failed) {
        repl_fault_set(parser->fault, at, "the expression is more than %d operations deep",
                       PARSE_DEPTH_MAX);
        stop(parser);
    }
}

/* Updates the depth of `expr`, of which `child` becomes a part. Returns `child`. */
static struct expr *adopt(struct parser *parser, struct expr *expr, struct expr *child)
{
    if (expr->depth <= child->depth) {
        expr->depth = child->depth + 1;
    }
    limit(parser, expr->depth, expr->at);
    return child;
}

static struct expr *parse_number(struct parser *parser)
{
    struct expr *expr = make(parser, parser->token.kind == TOKEN_REAL ? EXPR_REAL : EXPR_INTEGER);
    expr->magnitude = parser->token.magnitude;
    expr->hexadecimal = parser->token.hexadecimal;
    expr->value.type = VERA_BINDING_F64;
    expr->value.as.f64 = parser->token.real;
    advance(parser);
    return expr;
}

static struct expr *parse_constant(struct parser *parser)
{
    struct expr *expr = make(parser, EXPR_CONSTANT);
    if (looks_at_word(parser, "null")) {
        expr->value.type = VERA_BINDING_PTR;
    } else {
        expr->value.type = VERA_BINDING_BOOL;
        expr->value.as.boolean = looks_at_word(parser, "true");
    }
    advance(parser);
    return expr;
}

static struct expr *parse_group(struct parser *parser)
{
    advance(parser);
    struct expr *expr = parse_comparison(parser);
    take(parser, TOKEN_CLOSE, "')'");
    return expr;
}

/* Parses what follows the '(' of a call. */
static void parse_arguments(struct parser *parser, struct expr *call)
{
    struct expr **last = &call->first;
    if (accept(parser, TOKEN_CLOSE)) {
        return;
    }
    do {
        *last = adopt(parser, call, parse_comparison(parser));
        last = &(*last)->next;
    } while (accept(parser, TOKEN_COMMA));
    take(parser, TOKEN_CLOSE, "',' or ')'");
}

static struct expr *parse_name(struct parser *parser)
{
    struct expr *expr = make(parser, EXPR_NAME);
    expr->name = take(parser, TOKEN_WORD, "a name");
    if (accept(parser, TOKEN_DOT)) {
        expr->module = expr->name;
        expr->name = take(parser, TOKEN_WORD, "a function name");
    }
    if (accept(parser, TOKEN_OPEN)) {
        expr->kind = EXPR_CALL;
        parse_arguments(parser, expr);
    }
    return expr;
}

static struct expr *parse_word(struct parser *parser)
{
    if (looks_at_word(parser, "true") || looks_at_word(parser, "false") ||
        looks_at_word(parser, "null")) {
        return parse_constant(parser);
    }
    if (is_reserved(parser->token.text)) {
        expected(parser, "an expression");
    }
    return parse_name(parser);
}

static struct expr *parse_factor(struct parser *parser);

/* A minus before a literal is part of the literal: -128 fits in an i8 but 128 does not,
 * and the least i64 has no positive counterpart. */
static struct expr *parse_negative(struct parser *parser)
{
    struct expr *expr = make(parser, EXPR_NEGATE);
    advance(parser);
    struct expr *operand = parse_factor(parser);
    if (operand->kind == EXPR_REAL || (operand->kind == EXPR_INTEGER && !operand->negative)) {
        operand->negative = true;
        operand->value.as.f64 = -operand->value.as.f64;
        operand->at = expr->at;
        return operand;
    }
    expr->first = adopt(parser, expr, operand);
    return expr;
}

static struct expr *parse_factor_body(struct parser *parser)
{
    switch (parser->token.kind) {
    case TOKEN_INTEGER:
    case TOKEN_REAL:
        return parse_number(parser);
    case TOKEN_MINUS:
        return parse_negative(parser);
    case TOKEN_OPEN:
        return parse_group(parser);
    case TOKEN_WORD:
        return parse_word(parser);
    default:
        expected(parser, "an expression");
        return make(parser, EXPR_CONSTANT);
    }
}

static struct expr *parse_factor(struct parser *parser)
{
    parser->depth++;
    limit(parser, parser->depth, parser->token.at);
    struct expr *expr = parse_factor_body(parser);
    parser->depth--;
    return expr;
}

/* The precedence of an operator; LEVEL_NONE for other tokens. */
enum level { LEVEL_NONE, LEVEL_COMPARISON, LEVEL_SUM, LEVEL_PRODUCT, LEVEL_FACTOR };

static enum level level_of(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_EQUAL:
    case TOKEN_UNEQUAL:
    case TOKEN_LESS:
    case TOKEN_LESS_EQUAL:
    case TOKEN_MORE:
    case TOKEN_MORE_EQUAL:
        return LEVEL_COMPARISON;
    case TOKEN_PLUS:
    case TOKEN_MINUS:
        return LEVEL_SUM;
    case TOKEN_TIMES:
    case TOKEN_DIVIDE:
    case TOKEN_REMAINDER:
        return LEVEL_PRODUCT;
    default:
        return LEVEL_NONE;
    }
}

static struct expr *parse_level(struct parser *parser, enum level level)
{
    if (level == LEVEL_FACTOR) {
        return parse_factor(parser);
    }
    struct expr *first = parse_level(parser, level + 1);
    while (level_of(parser->token.kind) == level) {
        struct expr *expr = make(parser, EXPR_BINARY);
        expr->operation = parser->token.kind;
        expr->spelling = parser->token.text;
        advance(parser);
        expr->first = adopt(parser, expr, first);
        expr->second = adopt(parser, expr, parse_level(parser, level + 1));
        first = expr;
    }
    return first;
}

static struct expr *parse_comparison(struct parser *parser)
{
    return parse_level(parser, LEVEL_COMPARISON);
}

/* Takes the token that gives the statement its name. */
static void take_name(struct parser *parser, enum token_kind kind, const char *what)
{
    parser->statement->name_at = parser->token.at;
    parser->statement->name = take(parser, kind, what);
}

static void parse_let(struct parser *parser)
{
    struct statement *statement = parser->statement;
    take_name(parser, TOKEN_WORD, "a name");
    if (!parser->failed && is_reserved(statement->name)) {
        repl_fault_set(parser->fault, statement->name_at,
                       "'%.*s' is a reserved word and cannot be a name",
                       repl_text_shown(statement->name), statement->name.start);
        stop(parser);
    }
    take(parser, TOKEN_ASSIGN, "'='");
    statement->value = parse_comparison(parser);
}

static void parse_command(struct parser *parser)
{
    take_name(parser, TOKEN_WORD, "a command name");
    struct expr **last = &parser->statement->value;
    while (parser->token.kind != TOKEN_END) {
        *last = parse_comparison(parser);
        last = &(*last)->next;
    }
}

/* Parses an expression. If '=' follows, it is the target of an assignment. */
static enum statement_kind parse_expression(struct parser *parser)
{
    struct statement *statement = parser->statement;
    size_t at = parser->token.at;
    const struct expr *target = statement->value = parse_comparison(parser);
    if (parser->token.kind != TOKEN_ASSIGN) {
        return STATEMENT_SHOW;
    }
    if (target->kind != EXPR_NAME || target->module.length > 0) {
        repl_fault_set(parser->fault, parser->token.at,
                       "only a name can be assigned to; '==' compares");
        stop(parser);
    }
    statement->name = target->name;
    statement->name_at = at;
    advance(parser);
    statement->value = parse_comparison(parser);
    return STATEMENT_ASSIGN;
}

static enum statement_kind parse_statement(struct parser *parser)
{
    if (parser->token.kind == TOKEN_END) {
        return STATEMENT_NOTHING;
    }
    if (accept(parser, TOKEN_COLON)) {
        parse_command(parser);
        return STATEMENT_COMMAND;
    }
    if (looks_at_word(parser, "import")) {
        advance(parser);
        take_name(parser, TOKEN_STRING, "a module name in quotes");
        return STATEMENT_IMPORT;
    }
    if (looks_at_word(parser, "let")) {
        advance(parser);
        parse_let(parser);
        return STATEMENT_LET;
    }
    if (looks_at_word(parser, "assert")) {
        advance(parser);
        parser->statement->value = parse_comparison(parser);
        return STATEMENT_ASSERT;
    }
    return parse_expression(parser);
}

bool repl_parse_line(struct text line, struct statement *statement, struct fault *fault)
{
    struct parser parser = {.line = line, .statement = statement, .fault = fault};
    *statement = (struct statement){.kind = STATEMENT_NOTHING};
    advance(&parser);
    statement->kind = parse_statement(&parser);
    take(&parser, TOKEN_END,
         statement->value != NULL ? "an operator or the end of the line" : "the end of the line");
    return !parser.failed;
}

const char *repl_parse_reserved(size_t index)
{
    return reserved[index];
}

void repl_parse_release(struct statement *statement)
{
    while (statement->made != NULL) {
        struct expr *expr = statement->made;
        statement->made = expr->made;
        free(expr);
    }
}
