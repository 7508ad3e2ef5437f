/* Values of VERA's types: what an integer type holds, how a value passes from
 * one type to another, how it is written. */
#ifndef VERA_REPL_VALUE_H
#define VERA_REPL_VALUE_H

#include <vera/binding.h>

#include <stddef.h>

/* An integer of any of VERA's types. */
struct integer {
    bool negative;
    uint64_t magnitude;
};

enum { VALUE_TEXT_MAX = 64 }; /* room for any value's text, with its end */

bool repl_value_is_integer(int32_t type);
bool repl_value_is_real(int32_t type);

/* Whether a value of type `from` may pass to type `to`: between integers and
 * between reals, if the value fits, and to its own type always. */
bool repl_value_converts(int32_t from, int32_t to);

/* The integer that a value of an integer type holds. */
struct integer repl_value_integer(const struct vera_binding_value *value);

/* Below, equal, above: less than 0, 0, more than 0. */
int repl_value_compare(struct integer left, struct integer right);

/* Sets `*value` to `integer` as `type`, or to the bits it has in that type if
 * `bits` is true and a type of that width without a sign would hold it. False,
 * with a sentence in `sentence`, when it does not fit. */
bool repl_value_fit(struct integer integer, bool bits, int32_t type,
                    struct vera_binding_value *value, char *sentence, size_t room);

/* Sets `*to` to `from` as `type`, to which its type converts. False, with a
 * sentence, when the value does not fit. `to` may be `from`. */
bool repl_value_convert(const struct vera_binding_value *from, int32_t type,
                        struct vera_binding_value *to, char *sentence, size_t room);

/* Writes the value as the language writes it, without its type. */
void repl_value_text(const struct vera_binding_value *value, char text[VALUE_TEXT_MAX]);

#endif
