/* The line and column of a JSON value. Jansson reports the position of a syntax error, but
 * not that of a value that it has read. */
#ifndef VERA_BINDING_POSITION_H
#define VERA_BINDING_POSITION_H

#include <stddef.h>

/* One step down, into an object or an array. */
struct vera_position_step {
    const char *key; /* of a member; null: an element of an array */
    size_t index;    /* of that element */
};

/* Both count from 1; the column counts characters. */
struct vera_position {
    size_t line;
    size_t column;
};

/* Finds the value that the steps lead to from the root. If a step leads nowhere, the
 * position is that of the last value reached.
 *
 * text  JSON that Jansson has read without an error and without duplicate keys, with a null
 *       character at the end */
struct vera_position vera_position_find(const char *text, const struct vera_position_step *steps,
                                        size_t count);

#endif
