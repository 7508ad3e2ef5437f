/* The syntax tree of a line: a statement and its expressions. parse.c builds it,
 * typecheck.c fills in the types, evaluate.c only reads it. Texts point into the line,
 * which must outlive the tree. */
#ifndef VERA_REPL_TREE_H
#define VERA_REPL_TREE_H

#include "text.h"
#include "token.h"

#include <vera/binding.h>

enum expr_kind {
    EXPR_INTEGER,  /* a literal of the type that its context expects */
    EXPR_REAL,     /* a literal: f64, or f32 where one is expected */
    EXPR_CONSTANT, /* true, false or null, in `value` */
    EXPR_NAME,     /* `name`; with `module`, the operand of a command */
    EXPR_CALL,     /* `name`, `module`; arguments: `first` and the `next` ones */
    EXPR_NEGATE,   /* `first` */
    EXPR_BINARY    /* `first`, `operation`, `second` */
};

struct expr {
    enum expr_kind kind;
    size_t at;    /* offset into the line, of the operator if there is one */
    size_t depth; /* levels of the tree from here down, itself included */

    bool negative; /* EXPR_INTEGER */
    bool hexadecimal;
    uint64_t magnitude;
    struct text module; /* empty if none was written */
    struct text name;
    struct text spelling; /* the operator as it was written */
    enum token_kind operation;

    struct expr *first;
    struct expr *second;
    struct expr *next; /* the next argument, or the next operand of a command */
    struct expr *made; /* the expression that was created before this one */

    /* Set by typecheck.c. */
    int32_t type;                    /* enum vera_binding_type */
    struct vera_binding_value value; /* of a literal */
    const struct callee *callee;     /* EXPR_CALL */
};

enum statement_kind {
    STATEMENT_NOTHING,
    STATEMENT_ASSERT,  /* `value` */
    STATEMENT_ASSIGN,  /* `name`, `value` */
    STATEMENT_COMMAND, /* `name`; operands: `value` and the `next` ones */
    STATEMENT_IMPORT,  /* `name`, without the quotes */
    STATEMENT_LET,     /* `name`, `value` */
    STATEMENT_SHOW     /* `value` */
};

struct statement {
    enum statement_kind kind;
    struct text name;
    size_t name_at;
    struct expr *value;
    struct expr *made; /* the expression that was created last */
};

#endif
