/* Checks UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above
 * U+10FFFF. The C library's functions would follow the locale instead. */
#include "text.h"

#include <string.h>

enum { SHOWN_MAX = 64 };

bool repl_text_equal(struct text text, const char *other)
{
    return strlen(other) == text.length &&
           (text.length == 0 || memcmp(text.start, other, text.length) == 0);
}

int repl_text_shown(struct text text)
{
    return text.length < SHOWN_MAX ? (int)text.length : SHOWN_MAX;
}

bool repl_text_continues(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* The length of the character that starts at `bytes`; 0 when it is malformed or longer
 * than `room`. */
static size_t character(const unsigned char *bytes, size_t room)
{
    unsigned char first = bytes[0];
    if (first < 0x80) {
        return 1;
    }
    size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || room < length) {
        return 0;
    }
    /* The second byte reveals overlong forms, surrogates and characters above U+10FFFF. */
    unsigned char second = bytes[1];
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
        (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) {
        return 0;
    }
    for (size_t index = 1; index < length; index++) {
        if (!repl_text_continues(bytes[index])) {
            return 0;
        }
    }
    return length;
}

size_t repl_text_valid_length(struct text text, const char **reason)
{
    const unsigned char *bytes = (const unsigned char *)text.start;
    size_t at = 0;
    while (at < text.length) {
        size_t length = character(bytes + at, text.length - at);
        if (length == 0) {
            *reason = "a byte that is not UTF-8";
            return at;
        }
        if ((bytes[at] < 0x20 && bytes[at] != '\t') || bytes[at] == 0x7F) {
            *reason = bytes[at] == 0 ? "a NUL byte" : "a control character";
            return at;
        }
        at += length;
    }
    return at;
}

size_t repl_text_column(struct text text, size_t at)
{
    size_t column = 0;
    for (size_t index = 0; index < at; index++) {
        column += !repl_text_continues((unsigned char)text.start[index]);
    }
    return column;
}
