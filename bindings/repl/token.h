/* Cuts a line into tokens: words, numbers, strings and punctuators. The grammar and the
 * reserved words are in parse.c. */
#ifndef VERA_REPL_TOKEN_H
#define VERA_REPL_TOKEN_H

#include "fault.h"
#include "text.h"

#include <stdint.h>

enum token_kind {
    TOKEN_END, /* of the line, or a comment */
    TOKEN_WORD,
    TOKEN_INTEGER,
    TOKEN_REAL,
    TOKEN_STRING, /* its text does not include the quotes */
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
    bool hexadecimal;   /* whether the integer was written with 0x */
    double real;
};

/* Reads the first token at or after the offset `at` of a line whose text is valid. To
 * read the next one, pass repl_token_end. */
bool repl_token_read(struct text line, size_t at, struct token *token, struct fault *fault);

/* Whether a word may contain the character. */
bool repl_token_is_word(char c);

/* The offset just past the token, quotes included. */
size_t repl_token_end(const struct token *token);

#endif
