/* A line as the parser leaves it: a statement and the tree of its expressions.
 * The checker fills in types, the evaluator only reads. Texts point into the
 * line. */
#ifndef VERA_REPL_TREE_H
#define VERA_REPL_TREE_H

#include "text.h"
#include "token.h"

#include <vera/binding.h>

enum node_kind {
    NODE_INTEGER,  /* a literal: its type is what the context wants */
    NODE_REAL,     /* a literal: f64, or f32 where that is wanted */
    NODE_CONSTANT, /* true, false, null: complete in `value` */
    NODE_NAME,     /* `name`; with `module`, only what a command looks up */
    NODE_CALL,     /* `name`, `module`; arguments from `first` on */
    NODE_NEGATE,   /* `first` */
    NODE_BINARY    /* `first`, `operation`, `second` */
};

struct node {
    enum node_kind kind;
    size_t at;    /* offset into the line: of the operator, where there is one */
    size_t depth; /* levels below this node, itself included */

    bool negative; /* NODE_INTEGER */
    bool hexadecimal;
    uint64_t magnitude;
    struct text module; /* empty where none was written */
    struct text name;
    struct text sign; /* the operator as it was written */
    enum token_kind operation;

    struct node *first;
    struct node *second;
    struct node *next; /* the next argument, or the next operand of a command */
    struct node *made; /* the node made before this one */

    /* The checker's. */
    int32_t type;                    /* enum vera_binding_type */
    struct vera_binding_value value; /* of a literal */
    const struct callee *callee;     /* NODE_CALL */
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
    struct node *value;
    struct node *made; /* the node made last */
};

#endif
