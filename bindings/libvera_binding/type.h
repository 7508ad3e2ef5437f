/* The scalar types: for each tag, its name, its libffi type and its size. No other file
 * knows them, except that screen.c knows which integers have a sign. */
#ifndef VERA_BINDING_TYPE_H
#define VERA_BINDING_TYPE_H

#include "public.h"

/* On macOS, libffi's header tests the value of a macro that it does not define. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wundef"
#include <ffi.h>
#pragma GCC diagnostic pop

/* The tag of a type's name in a manifest; VERA_BINDING_UNKNOWN for any other name. */
int32_t vera_type_find(const char *name);

/* Whether the type can hold a number of bytes: i8 to i64 and u8 to u64, not bool. */
bool vera_type_is_integer(int32_t type);

/* The libffi type; null for VERA_BINDING_UNKNOWN. */
ffi_type *vera_type_native(int32_t type);

/* Whether libffi returns the type widened to ffi_arg, so that a result needs
 * vera_type_narrow. */
bool vera_type_widened(int32_t type);

/* Stores a widened result as a value of its own type. */
void vera_type_narrow(int32_t type, ffi_arg wide, void *result);

/* The integer at `value`, which is of an integer type. Values above INT64_MAX become
 * INT64_MAX. */
int64_t vera_type_read_integer(int32_t type, const void *value);

#endif
