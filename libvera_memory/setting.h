/* Settings from the environment. A value that is not understood is named on standard error,
 * and the default is used. A program that runs with more rights than its user has none.
 */
#ifndef VERA_SETTING_H
#define VERA_SETTING_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a setting of two values, `other` and the default, is the other one. */
bool vera_setting_is(const char *name, const char *other, const char *fallback);

/* A setting that is a decimal number, 0 included. */
size_t vera_setting_number(const char *name, size_t fallback);

#endif
