/* What VERA accepts as a name. */
#ifndef VERA_BINDING_NAME_H
#define VERA_BINDING_NAME_H

#include <stdbool.h>

/* Whether the text is [a-z][a-z0-9_]*: the name of a module, a function or a
 * parameter. */
bool vera_name_valid(const char *text);

/* Whether the name is reserved: the C names derived from it would be those of this library
 * (vera_binding_*) or of the primitives. */
bool vera_name_reserved(const char *text);

#endif
