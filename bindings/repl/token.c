/* Reads one token at a time. Characters are classified here and not by <ctype.h>, which
 * follows the locale; the language does not. */
#include "token.h"

#include "alloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A punctuator that is a prefix of another one comes after it. */
static const struct punctuator {
    const char *spelling;
    enum token_kind kind;
} punctuators[] = {
    {"!=", TOKEN_UNEQUAL}, {"%", TOKEN_REMAINDER}, {"(", TOKEN_OPEN},   {")", TOKEN_CLOSE},
    {"*", TOKEN_TIMES},    {"+", TOKEN_PLUS},      {",", TOKEN_COMMA},  {"-", TOKEN_MINUS},
    {".", TOKEN_DOT},      {"/", TOKEN_DIVIDE},    {":", TOKEN_COLON},  {"<=", TOKEN_LESS_EQUAL},
    {"<", TOKEN_LESS},     {"==", TOKEN_EQUAL},    {"=", TOKEN_ASSIGN}, {">=", TOKEN_MORE_EQUAL},
    {">", TOKEN_MORE},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool repl_token_is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c);
}

/* The character at `at`. Past the end: NUL, which no line contains. */
static char peek(struct text line, size_t at)
{
    return at < line.length ? line.start[at] : '\0';
}

static size_t skip_word(struct text line, size_t at)
{
    while (repl_token_is_word(peek(line, at))) {
        at++;
    }
    return at;
}

static size_t skip_digits(struct text line, size_t at)
{
    while (is_digit(peek(line, at))) {
        at++;
    }
    return at;
}

/* The end of the fraction and the exponent that start at `at`; `at` itself if there is
 * neither. */
static size_t skip_fraction(struct text line, size_t at)
{
    if (peek(line, at) == '.' && is_digit(peek(line, at + 1))) {
        at = skip_digits(line, at + 1);
    }
    if (peek(line, at) == 'e' || peek(line, at) == 'E') {
        size_t digits = at + 1;
        digits += peek(line, digits) == '+' || peek(line, digits) == '-';
        if (is_digit(peek(line, digits))) {
            at = skip_digits(line, digits);
        }
    }
    return at;
}

static bool read_real(struct token *token, struct fault *fault)
{
    /* strtod needs a NUL after the number. */
    char *copy = repl_alloc_copy(token->text.start, token->text.length);
    token->kind = TOKEN_REAL;
    token->real = strtod(copy, NULL);
    free(copy);
    return isfinite(token->real) ||
           repl_fault_set(fault, token->at, "this number does not fit in f64");
}

/* The value of a valid decimal or hexadecimal digit. */
static unsigned digit_value(char c)
{
    return (unsigned)(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
}

static bool is_digit_of(char c, unsigned base)
{
    return is_digit(c) || (base == 16 && (c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

static bool read_integer(struct token *token, size_t prefix, struct fault *fault)
{
    unsigned base = prefix > 0 ? 16 : 10;
    token->kind = TOKEN_INTEGER;
    token->hexadecimal = prefix > 0;
    token->magnitude = 0;
    for (size_t index = prefix; index < token->text.length; index++) {
        char c = token->text.start[index];
        if (!is_digit_of(c, base)) {
            return repl_fault_set(fault, token->at, "'%.*s' is neither a number nor a name",
                                  repl_text_shown(token->text), token->text.start);
        }
        if (__builtin_mul_overflow(token->magnitude, base, &token->magnitude) ||
            __builtin_add_overflow(token->magnitude, digit_value(c), &token->magnitude)) {
            return repl_fault_set(fault, token->at, "this number does not fit in 64 bits");
        }
    }
    return token->text.length > prefix ||
           repl_fault_set(fault, token->at, "expected hexadecimal digits after 0x");
}

static bool read_number(struct text line, struct token *token, struct fault *fault)
{
    size_t digits = skip_digits(line, token->at);
    size_t end = skip_fraction(line, digits);
    /* Letters right after the number make it invalid. */
    size_t whole = skip_word(line, end);
    token->text.length = whole - token->at;
    if (end > digits && whole == end) {
        return read_real(token, fault);
    }
    bool hexadecimal = peek(line, token->at) == '0' && (peek(line, token->at + 1) | 0x20) == 'x';
    return read_integer(token, hexadecimal ? 2 : 0, fault);
}

/* A string may contain any character except a quote. There are no escapes: names of
 * modules and files need none. */
static bool read_string(struct text line, struct token *token, struct fault *fault)
{
    token->kind = TOKEN_STRING;
    token->text.start++;
    const char *quote = memchr(token->text.start, '"', line.length - token->at - 1);
    if (quote == NULL) {
        return repl_fault_set(fault, token->at, "this string has no closing quote");
    }
    token->text.length = (size_t)(quote - token->text.start);
    return true;
}

static bool read_punctuator(struct text line, struct token *token, struct fault *fault)
{
    for (size_t index = 0; index < sizeof punctuators / sizeof punctuators[0]; index++) {
        size_t length = strlen(punctuators[index].spelling);
        if (line.length - token->at >= length &&
            memcmp(token->text.start, punctuators[index].spelling, length) == 0) {
            token->kind = punctuators[index].kind;
            token->text.length = length;
            return true;
        }
    }
    size_t end = token->at + 1;
    while (end < line.length && repl_text_continues((unsigned char)line.start[end])) {
        end++;
    }
    return repl_fault_set(fault, token->at, "unexpected character '%.*s'", (int)(end - token->at),
                          token->text.start);
}

static bool at_end(struct text line, size_t at)
{
    return at == line.length || (line.start[at] == '/' && peek(line, at + 1) == '/');
}

bool repl_token_read(struct text line, size_t at, struct token *token, struct fault *fault)
{
    while (peek(line, at) == ' ' || peek(line, at) == '\t') {
        at++;
    }
    token->at = at;
    token->text = (struct text){line.start + at, 0};
    char first = peek(line, at);
    if (at_end(line, at)) {
        token->kind = TOKEN_END;
        return true;
    }
    if (is_digit(first)) {
        return read_number(line, token, fault);
    }
    if (repl_token_is_word(first)) {
        token->kind = TOKEN_WORD;
        token->text.length = skip_word(line, at) - at;
        return true;
    }
    return first == '"' ? read_string(line, token, fault) : read_punctuator(line, token, fault);
}

size_t repl_token_end(const struct token *token)
{
    size_t quotes = token->kind == TOKEN_STRING ? 2 : 0;
    return token->at + token->text.length + quotes;
}
