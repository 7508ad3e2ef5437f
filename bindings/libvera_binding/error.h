/* Describing a failure in the structure that the caller owns. Each function
 * takes null for a caller who does not want to know more than the code. */
#ifndef VERA_BINDING_ERROR_H
#define VERA_BINDING_ERROR_H

#include "format.h"
#include "public.h"

#include <stdarg.h>

#define VERA_ERROR_PRINTS(format) VERA_FORMAT(format, (format) + 1)

/* Fills in the code and the sentence, about no function and no argument.
 * Returns the code, so that a failure is described and returned in one
 * statement. Control characters, which may come from a manifest, become '?';
 * a sentence that is too long ends in "...". */
int32_t vera_error_set(struct vera_binding_error *error, int32_t code, const char *format, ...)
    VERA_ERROR_PRINTS(3);

/* Adds to the sentence, as for a list of places. */
void vera_error_add(struct vera_binding_error *error, const char *format, ...) VERA_ERROR_PRINTS(2);
void vera_error_append(struct vera_binding_error *error, const char *format, va_list values)
    VERA_FORMAT(2, 0);

/* Says which function and which of its arguments, or -1, it is about. */
void vera_error_blame(struct vera_binding_error *error, const char *function, int32_t argument);

/* The host is out of memory. Returns VERA_BINDING_MEMORY. */
int32_t vera_error_memory(struct vera_binding_error *error);

#endif
