/* A line as the parser leaves it: a statement and the tree of its expressions.
 * The checker fills in types, the evaluator only reads. Texts point into the
 * line. */
#ifndef VERA_REPL_TREE_H
#define VERA_REPL_TREE_H

#include "text.h"
#include "token.h"

#include <vera/binding.h>

enum expr_kind {
    EXPR_INTEGER,  /* a literal: its type is what the context wants */
    EXPR_REAL,     /* a literal: f64, or f32 where that is wanted */
    EXPR_CONSTANT, /* true, false, null: complete in `value` */
    EXPR_NAME,     /* `name`; with `module`, only what a command looks up */
    EXPR_CALL,     /* `name`, `module`; arguments from `first` on */
    EXPR_NEGATE,   /* `first` */
    EXPR_BINARY    /* `first`, `operation`, `second` */
};

struct expr {
    enum expr_kind kind;
    size_t at;    /* offset into the line: of the operator, where there is one */
    size_t depth; /* levels of the tree from here down, itself included */

    bool negative; /* EXPR_INTEGER */
    bool hexadecimal;
    uint64_t magnitude;
    struct text module; /* empty where none was written */
    struct text name;
    struct text spelling; /* the operator as it was written */
    enum token_kind operation;

    struct expr *first;
    struct expr *second;
    struct expr *next; /* the next argument, or the next operand of a command */
    struct expr *made; /* the one made before this one */

    /* The checker's. */
    int32_t type;                    /* enum vera_binding_type */
    struct vera_binding_value value; /* of a literal */
    const struct callee *callee;     /* EXPR_CALL */
};

enum statement_kind {
    STATEMENT_NOTHING,
    STATEMENT_ASSERT,  /* `value` */
    STATEMENT_ASSIGN,  /* `name`, `value` */
    STATEMENT_COMMAND, /* `name`, operands from `value` on */
    STATEMENT_IMPORT,  /* `name`, as it stands between the quotes */
    STATEMENT_LET,     /* `name`, `value` */
    STATEMENT_SHOW     /* `value` */
};

struct statement {
    enum statement_kind kind;
    struct text name;
    size_t name_at;
    struct expr *value;
    struct expr *made; /* the one made last */
};

#endif
