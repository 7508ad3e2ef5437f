/* A parser by recursive descent, one token ahead.
 *
 *     statement  = import STRING | let WORD = comparison | assert comparison
 *                | WORD = comparison | comparison | : WORD { comparison }
 *     comparison = sum { (== != < <= > >=) sum }
 *     sum        = product { (+ -) product }
 *     product    = factor { (* / %) factor }
 *     factor     = - factor | INTEGER | REAL | true | false | null
 *                | ( comparison ) | WORD [. WORD] [( [comparison {, comparison}] )]
 *
 * The first fault is kept, and from there on every token is the end of the
 * line: so nothing that parses has to look whether what came before succeeded,
 * and no node is ever null. */
#include "parse.h"

#include "alloc.h"

#include <stdlib.h>

struct parser {
    struct text line;
    struct token token; /* the one that is looked at */
    struct statement *statement;
    struct fault *fault;
    bool failed;
    size_t depth; /* factors that are open */
};

static const char *const reserved[] = {"assert", "false", "import", "let", "null", "true", NULL};

static struct node *parse_comparison(struct parser *parser);

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

/* Says what was expected where the parser stands. */
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

/* Passes over a token of that kind, and returns what stands in it. */
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

/* A new node where the parser stands. */
static struct node *make(struct parser *parser, enum node_kind kind)
{
    struct node *node = repl_alloc_zeroed(1, sizeof *node);
    node->kind = kind;
    node->at = parser->token.at;
    node->depth = 1;
    node->type = VERA_BINDING_UNKNOWN;
    node->made = parser->statement->made;
    parser->statement->made = node;
    return node;
}

static void limit(struct parser *parser, size_t depth, size_t at)
{
    if (depth > PARSE_DEPTH_MAX && !parser->failed) {
        repl_fault_set(parser->fault, at, "more than %d operations inside one another",
                       PARSE_DEPTH_MAX);
        stop(parser);
    }
}

/* Puts `child` below `node`. */
static struct node *adopt(struct parser *parser, struct node *node, struct node *child)
{
    if (node->depth <= child->depth) {
        node->depth = child->depth + 1;
    }
    limit(parser, node->depth, node->at);
    return child;
}

static struct node *parse_number(struct parser *parser)
{
    struct node *node = make(parser, parser->token.kind == TOKEN_REAL ? NODE_REAL : NODE_INTEGER);
    node->magnitude = parser->token.magnitude;
    node->hexadecimal = parser->token.hexadecimal;
    node->value.type = VERA_BINDING_F64;
    node->value.as.f64 = parser->token.real;
    advance(parser);
    return node;
}

static struct node *parse_constant(struct parser *parser)
{
    struct node *node = make(parser, NODE_CONSTANT);
    if (looks_at_word(parser, "null")) {
        node->value.type = VERA_BINDING_PTR;
    } else {
        node->value.type = VERA_BINDING_BOOL;
        node->value.as.boolean = looks_at_word(parser, "true");
    }
    advance(parser);
    return node;
}

static struct node *parse_group(struct parser *parser)
{
    advance(parser);
    struct node *node = parse_comparison(parser);
    take(parser, TOKEN_CLOSE, "')'");
    return node;
}

/* What stands between the parentheses of a call. */
static void parse_arguments(struct parser *parser, struct node *call)
{
    struct node **last = &call->first;
    if (accept(parser, TOKEN_CLOSE)) {
        return;
    }
    do {
        *last = adopt(parser, call, parse_comparison(parser));
        last = &(*last)->next;
    } while (accept(parser, TOKEN_COMMA));
    take(parser, TOKEN_CLOSE, "',' or ')'");
}

static struct node *parse_name(struct parser *parser)
{
    struct node *node = make(parser, NODE_NAME);
    node->name = take(parser, TOKEN_WORD, "a name");
    if (accept(parser, TOKEN_DOT)) {
        node->module = node->name;
        node->name = take(parser, TOKEN_WORD, "a function's name");
    }
    if (accept(parser, TOKEN_OPEN)) {
        node->kind = NODE_CALL;
        parse_arguments(parser, node);
    }
    return node;
}

static struct node *parse_word(struct parser *parser)
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

static struct node *parse_factor(struct parser *parser);

/* A minus before a literal is part of it: -128 fits an i8 as 128 does not, and
 * the least i64 has no positive counterpart. */
static struct node *parse_negative(struct parser *parser)
{
    struct node *node = make(parser, NODE_NEGATE);
    advance(parser);
    struct node *operand = parse_factor(parser);
    if (operand->kind == NODE_REAL || (operand->kind == NODE_INTEGER && !operand->negative)) {
        operand->negative = true;
        operand->value.as.f64 = -operand->value.as.f64;
        operand->at = node->at;
        return operand;
    }
    node->first = adopt(parser, node, operand);
    return node;
}

static struct node *parse_open_factor(struct parser *parser)
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
        return make(parser, NODE_CONSTANT);
    }
}

static struct node *parse_factor(struct parser *parser)
{
    parser->depth++;
    limit(parser, parser->depth, parser->token.at);
    struct node *node = parse_open_factor(parser);
    parser->depth--;
    return node;
}

/* How closely an operator binds: LEVEL_NONE for what is not one. */
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

static struct node *parse_level(struct parser *parser, enum level level)
{
    if (level == LEVEL_FACTOR) {
        return parse_factor(parser);
    }
    struct node *first = parse_level(parser, level + 1);
    while (level_of(parser->token.kind) == level) {
        struct node *node = make(parser, NODE_BINARY);
        node->operation = parser->token.kind;
        node->sign = parser->token.text;
        advance(parser);
        node->first = adopt(parser, node, first);
        node->second = adopt(parser, node, parse_level(parser, level + 1));
        first = node;
    }
    return first;
}

static struct node *parse_comparison(struct parser *parser)
{
    return parse_level(parser, LEVEL_COMPARISON);
}

/* Passes over what the statement names. */
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
                       "'%.*s' is a word of the language and cannot be a name",
                       repl_text_shown(statement->name), statement->name.start);
        stop(parser);
    }
    take(parser, TOKEN_ASSIGN, "'='");
    statement->value = parse_comparison(parser);
}

static void parse_command(struct parser *parser)
{
    take_name(parser, TOKEN_WORD, "a command's name");
    struct node **last = &parser->statement->value;
    while (parser->token.kind != TOKEN_END) {
        *last = parse_comparison(parser);
        last = &(*last)->next;
    }
}

/* An expression, which turns out to be what is assigned to when '=' follows. */
static enum statement_kind parse_expression(struct parser *parser)
{
    struct statement *statement = parser->statement;
    size_t at = parser->token.at;
    const struct node *target = statement->value = parse_comparison(parser);
    if (parser->token.kind != TOKEN_ASSIGN) {
        return STATEMENT_SHOW;
    }
    if (target->kind != NODE_NAME || target->module.length > 0) {
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
        take_name(parser, TOKEN_STRING, "a module's name in quotes");
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
        struct node *node = statement->made;
        statement->made = node->made;
        free(node);
    }
}
