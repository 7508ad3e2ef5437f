/* Pieces of a line, and what a line may contain: UTF-8 without control characters except
 * tabs. Offsets are in bytes; columns, which people read, are in characters. Nothing here
 * knows the language. */
#ifndef VERA_REPL_TEXT_H
#define VERA_REPL_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Part of a string that somebody else owns, without a NUL at its end. `start` may be null
 * when `length` is 0. */
struct text {
    const char *start;
    size_t length;
};

bool repl_text_equal(struct text text, const char *other);

/* The length to pass with "%.*s". Long names are cut in messages, which would otherwise
 * fill the screen. */
int repl_text_shown(struct text text);

/* The number of bytes before the first one that a line must not contain; the whole
 * length when there is none. Sets `*reason` to what that byte is, if there is one. */
size_t repl_text_valid_length(struct text text, const char **reason);

/* Whether `byte` is a continuation byte: not the first of its character. */
bool repl_text_continues(unsigned char byte);

/* The number of characters before the offset `at`. */
size_t repl_text_column(struct text text, size_t at);

#endif
