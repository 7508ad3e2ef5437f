/* Writes the description of a failure into the structure that the caller owns. Each
 * function accepts null, for a caller that only wants the code. */
#ifndef VERA_BINDING_ERROR_H
#define VERA_BINDING_ERROR_H

#include "format.h"
#include "public.h"

#include <stdarg.h>

#define VERA_ERROR_PRINTS(format) VERA_FORMAT(format, (format) + 1)

/* Sets the code and the sentence, and no function or argument. Returns the code, so that
 * one statement describes a failure and returns it. Control characters, which may come from
 * a manifest, become '?'. A sentence that is too long ends in "...". */
int32_t vera_error_set(struct vera_binding_error *error, int32_t code, const char *format, ...)
    VERA_ERROR_PRINTS(3);

/* Append to the sentence, for example to list places. */
void vera_error_add(struct vera_binding_error *error, const char *format, ...) VERA_ERROR_PRINTS(2);
void vera_error_append(struct vera_binding_error *error, const char *format, va_list values)
    VERA_FORMAT(2, 0);

/* Sets the function and the argument that the error is about; -1 for no argument. */
void vera_error_blame(struct vera_binding_error *error, const char *function, int32_t argument);

/* Sets the error for a host that is out of memory. Returns VERA_BINDING_MEMORY. */
int32_t vera_error_memory(struct vera_binding_error *error);

#endif
