/* Writes the description of a failure into the structure that the caller owns. */
#include "error.h"

#include <stdio.h>
#include <string.h>

static const char ellipsis[] = "...";

/* Ends a sentence that is too long, without cutting a UTF-8 character. */
static void abbreviate(struct vera_binding_error *error)
{
    size_t end = sizeof error->message - sizeof ellipsis;
    while (end > 0 && ((unsigned char)error->message[end] & 0xC0) == 0x80) {
        end--;
    }
    memcpy(error->message + end, ellipsis, sizeof ellipsis);
}

/* Text from a manifest may reach a terminal. */
static void disarm(char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < ' ' || *text == 0x7F) {
            *text = '?';
        }
    }
}

void vera_error_append(struct vera_binding_error *error, const char *format, va_list values)
{
    if (error == NULL) {
        return;
    }
    size_t used = strlen(error->message);
    size_t room = sizeof error->message - used;
    int wanted = vsnprintf(error->message + used, room, format, values);
    if (wanted < 0) {
        error->message[used] = '\0';
    } else if ((size_t)wanted >= room) {
        abbreviate(error);
    }
    disarm(error->message);
}

void vera_error_add(struct vera_binding_error *error, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vera_error_append(error, format, values);
    va_end(values);
}

int32_t vera_error_set(struct vera_binding_error *error, int32_t code, const char *format, ...)
{
    if (error == NULL) {
        return code;
    }
    error->code = code;
    error->argument = -1;
    error->function[0] = '\0';
    error->message[0] = '\0';
    va_list values;
    va_start(values, format);
    vera_error_append(error, format, values);
    va_end(values);
    return code;
}

void vera_error_blame(struct vera_binding_error *error, const char *function, int32_t argument)
{
    if (error != NULL) {
        error->argument = argument;
        snprintf(error->function, sizeof error->function, "%s", function);
    }
}

int32_t vera_error_memory(struct vera_binding_error *error)
{
    return vera_error_set(error, VERA_BINDING_MEMORY, "out of memory");
}
