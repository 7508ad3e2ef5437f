/* Where in a text a JSON value begins. Jansson tells the position of a mistake
 * in the syntax, but forgets where a value came from once it is read. */
#ifndef VERA_BINDING_POSITION_H
#define VERA_BINDING_POSITION_H

#include <stddef.h>

/* One step down into an object or an array. */
struct vera_position_step {
    const char *key; /* null: an element of an array */
    size_t index;    /* of that element */
};

/* Counted from 1, the column in characters. */
struct vera_position {
    size_t line;
    size_t column;
};

/* Finds the value that the steps lead to from the root.
 *
 * text  JSON that Jansson has read without complaint, without duplicate keys,
 *       and ended by a null character
 *
 * Where a step leads nowhere, the position is that of the value above. */
struct vera_position vera_position_find(const char *text, const struct vera_position_step *steps,
                                        size_t count);

#endif
