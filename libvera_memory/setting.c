/* Values that are words or numbers. */
#include "setting.h"

#include "print.h"
#include "system.h"

#include <stdint.h>
#include <string.h>

/* A long value is cut, so that the message stays one line. */
#define VALUE "%.60s"

bool vera_setting_is(const char *name, const char *other, const char *fallback)
{
    const char *value = vera_system_setting(name);
    if (value == NULL || strcmp(value, fallback) == 0) {
        return false;
    }
    if (strcmp(value, other) == 0) {
        return true;
    }
    vera_print("vera_memory: %s is '" VALUE "'; expected %s or %s; using %s\n", name, value,
               fallback, other, fallback);
    return false;
}

/* False when the text is not a number, or the number is too large. */
static bool read_number(const char *text, size_t *number)
{
    *number = 0;
    if (*text == '\0') {
        return false;
    }
    for (; *text >= '0' && *text <= '9'; text++) {
        size_t digit = (size_t)(*text - '0');
        if (*number > (SIZE_MAX - digit) / 10) {
            return false;
        }
        *number = *number * 10 + digit;
    }
    return *text == '\0';
}

size_t vera_setting_number(const char *name, size_t fallback)
{
    const char *value = vera_system_setting(name);
    size_t number;
    if (value == NULL) {
        return fallback;
    }
    if (read_number(value, &number)) {
        return number;
    }
    vera_print("vera_memory: %s is '" VALUE "'; expected a number; using %zu\n", name, value,
               fallback);
    return fallback;
}
