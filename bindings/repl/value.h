/* Values of VERA's types: the range of each integer type, conversion from one type to
 * another, and how a value is printed. Arithmetic is in evaluate.h. */
#ifndef VERA_REPL_VALUE_H
#define VERA_REPL_VALUE_H

#include <vera/binding.h>

#include <stddef.h>

/* An integer of any of VERA's types. */
struct integer {
    bool negative;
    uint64_t magnitude;
};

enum { VALUE_TEXT_MAX = 64 }; /* enough for the text of any value and a NUL */

bool repl_value_is_integer(int32_t type);
bool repl_value_is_real(int32_t type);

/* Whether type `from` converts to type `to`. Integers convert to integers and reals to
 * reals if the value fits; every type converts to itself. */
bool repl_value_converts(int32_t from, int32_t to);

/* Returns the value of an integer type as an integer. */
struct integer repl_value_integer(const struct vera_binding_value *value);

/* Below, equal to or above 0, as `left` is less than, equal to or greater than `right`. */
int repl_value_compare(struct integer left, struct integer right);

/* Sets `*value` to `integer` as `type`. If `bits` is true, it need only fit in the
 * unsigned type of that width, and `*value` gets its bits. False, with a sentence in
 * `sentence`, when it does not fit. */
bool repl_value_fit(struct integer integer, bool bits, int32_t type,
                    struct vera_binding_value *value, char *sentence, size_t room);

/* Sets `*to` to `from` converted to `type`, to which its type must convert. False, with
 * a sentence, when the value does not fit. `to` may be `from`. */
bool repl_value_convert(const struct vera_binding_value *from, int32_t type,
                        struct vera_binding_value *to, char *sentence, size_t room);

/* Writes the value in the syntax of the language, without its type. */
void repl_value_text(const struct vera_binding_value *value, char text[VALUE_TEXT_MAX]);

#endif
