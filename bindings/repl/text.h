/* Pieces of a source line, and what a line may hold: UTF-8 without control
 * characters, measured in characters where people read it. */
#ifndef VERA_REPL_TEXT_H
#define VERA_REPL_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Not terminated, and not owned. `start` may be null where nothing is. */
struct text {
    const char *start;
    size_t length;
};

bool repl_text_equal(struct text text, const char *other);

/* The length to give to "%.*s": names that fill a screen are cut in messages. */
int repl_text_shown(struct text text);

/* The offset of the first byte that no line may hold, with the reason in
 * `*reason`; the text's length when there is none. */
size_t repl_text_valid_length(struct text text, const char **reason);

/* Whether `byte` is one of a character's later bytes. */
bool repl_text_continues(unsigned char byte);

/* The number of characters before the offset `at`. */
size_t repl_text_column(struct text text, size_t at);

#endif
