/* What VERA accepts as a name. */
#ifndef VERA_BINDING_NAME_H
#define VERA_BINDING_NAME_H

#include <stdbool.h>

/* Whether the text is [a-z][a-z0-9_]*: the name of a module, a function or a
 * parameter. */
bool vera_name_valid(const char *text);

/* Whether no module may have that name, because the C names that would follow
 * from it are taken: vera_binding_*, and the primitives'. */
bool vera_name_reserved(const char *text);

#endif
