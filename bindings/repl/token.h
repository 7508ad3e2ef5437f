/* The words of a line: what the parser reads instead of characters. */
#ifndef VERA_REPL_TOKEN_H
#define VERA_REPL_TOKEN_H

#include "fault.h"
#include "text.h"

#include <stdint.h>

enum token_kind {
    TOKEN_END, /* of the line; a comment counts as one */
    TOKEN_WORD,
    TOKEN_INTEGER,
    TOKEN_REAL,
    TOKEN_STRING, /* its text is what stands between the quotes */
    TOKEN_ASSIGN,
    TOKEN_CLOSE,
    TOKEN_COLON,
    TOKEN_COMMA,
    TOKEN_DIVIDE,
    TOKEN_DOT,
    TOKEN_EQUAL,
    TOKEN_LESS,
    TOKEN_LESS_EQUAL,
    TOKEN_MINUS,
    TOKEN_MORE,
    TOKEN_MORE_EQUAL,
    TOKEN_OPEN,
    TOKEN_PLUS,
    TOKEN_REMAINDER,
    TOKEN_TIMES,
    TOKEN_UNEQUAL
};

struct token {
    enum token_kind kind;
    size_t at; /* offset into the line */
    struct text text;
    uint64_t magnitude; /* of an integer */
    bool hexadecimal;   /* how the integer was written */
    double real;
};

/* Reads the token that begins at or after the offset `at` of a line without
 * flaws. The next one begins at repl_token_end. */
bool repl_token_read(struct text line, size_t at, struct token *token, struct fault *fault);

/* Whether a word may hold the character. */
bool repl_token_is_word(char c);

size_t repl_token_end(const struct token *token);

#endif
