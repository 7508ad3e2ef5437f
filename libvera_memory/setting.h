/* Settings from the environment. What is not understood is named on standard error,
 * and the usual value is used. A program that runs with more rights than its user
 * has none.
 */
#ifndef VERA_SETTING_H
#define VERA_SETTING_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a setting that is one of two words is the other, and not the usual one. */
bool vera_setting_is(const char *name, const char *other, const char *usual);

/* A setting that is a decimal number, 0 included. */
size_t vera_setting_number(const char *name, size_t usual);

#endif
