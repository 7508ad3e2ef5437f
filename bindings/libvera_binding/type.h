/* The scalar types: the one place that knows what a tag stands for. */
#ifndef VERA_BINDING_TYPE_H
#define VERA_BINDING_TYPE_H

#include "public.h"

/* For macOS it asks for the value of a macro that it does not define. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wundef"
#include <ffi.h>
#pragma GCC diagnostic pop

/* The tag of a name in a manifest; VERA_BINDING_UNKNOWN for another name. */
int32_t vera_type_find(const char *name);

/* Whether its values are numbers of bytes: i8 to i64 and u8 to u64. */
bool vera_type_is_integer(int32_t type);

/* What libffi calls it; null for VERA_BINDING_UNKNOWN. */
ffi_type *vera_type_native(int32_t type);

/* Whether libffi returns it widened to ffi_arg, so that a result needs
 * vera_type_narrow. */
bool vera_type_widened(int32_t type);

/* Stores a widened result as a value of its own type. */
void vera_type_narrow(int32_t type, ffi_arg wide, void *result);

/* The integer at `value`, of a type that counts. What is over INT64_MAX counts
 * as that. */
int64_t vera_type_read_integer(int32_t type, const void *value);

#endif
