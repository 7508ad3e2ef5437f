/* A table of the scalar types, and how to read and narrow a value of each. */
#include "type.h"

#include <stddef.h>
#include <string.h>

/* Indexed by tag. */
static const struct type {
    const char *name;
    ffi_type *native;
    uint8_t size;
    bool integer; /* libffi widens it if it is narrower than ffi_arg */
} types[] = {
    [VERA_BINDING_VOID] = {"void", &ffi_type_void, 0, false},
    [VERA_BINDING_BOOL] = {"bool", &ffi_type_uint8, sizeof(bool), true},
    [VERA_BINDING_I8] = {"i8", &ffi_type_sint8, 1, true},
    [VERA_BINDING_I16] = {"i16", &ffi_type_sint16, 2, true},
    [VERA_BINDING_I32] = {"i32", &ffi_type_sint32, 4, true},
    [VERA_BINDING_I64] = {"i64", &ffi_type_sint64, 8, true},
    [VERA_BINDING_U8] = {"u8", &ffi_type_uint8, 1, true},
    [VERA_BINDING_U16] = {"u16", &ffi_type_uint16, 2, true},
    [VERA_BINDING_U32] = {"u32", &ffi_type_uint32, 4, true},
    [VERA_BINDING_U64] = {"u64", &ffi_type_uint64, 8, true},
    [VERA_BINDING_F32] = {"f32", &ffi_type_float, sizeof(float), false},
    [VERA_BINDING_F64] = {"f64", &ffi_type_double, sizeof(double), false},
    [VERA_BINDING_PTR] = {"ptr", &ffi_type_pointer, sizeof(void *), false},
};

_Static_assert(sizeof(bool) == 1, "bool is passed as a byte");
_Static_assert(sizeof(float) == 4 && sizeof(double) == 8, "f32 and f64 are IEEE formats");

enum { type_count = sizeof types / sizeof types[0] };

static bool known(int32_t type)
{
    return type >= 0 && type < type_count;
}

const char *vera_binding_type_name(int32_t type)
{
    return known(type) ? types[type].name : "?";
}

int32_t vera_type_find(const char *name)
{
    for (int32_t type = 0; type < type_count; type++) {
        if (strcmp(types[type].name, name) == 0) {
            return type;
        }
    }
    return VERA_BINDING_UNKNOWN;
}

bool vera_type_is_integer(int32_t type)
{
    return known(type) && types[type].integer && type != VERA_BINDING_BOOL;
}

ffi_type *vera_type_native(int32_t type)
{
    return known(type) ? types[type].native : NULL;
}

bool vera_type_widened(int32_t type)
{
    return known(type) && types[type].integer && types[type].size < sizeof(ffi_arg);
}

void vera_type_narrow(int32_t type, ffi_arg wide, void *result)
{
    switch (type) {
    case VERA_BINDING_BOOL:
        *(bool *)result = (uint8_t)wide != 0;
        break;
    case VERA_BINDING_I8:
    case VERA_BINDING_U8:
        *(uint8_t *)result = (uint8_t)wide;
        break;
    case VERA_BINDING_I16:
    case VERA_BINDING_U16:
        *(uint16_t *)result = (uint16_t)wide;
        break;
    default:
        *(uint32_t *)result = (uint32_t)wide;
        break;
    }
}

static int64_t saturate(uint64_t value)
{
    return value > INT64_MAX ? INT64_MAX : (int64_t)value;
}

int64_t vera_type_read_integer(int32_t type, const void *value)
{
    switch (type) {
    case VERA_BINDING_I8:
        return *(const int8_t *)value;
    case VERA_BINDING_I16:
        return *(const int16_t *)value;
    case VERA_BINDING_I32:
        return *(const int32_t *)value;
    case VERA_BINDING_U8:
        return *(const uint8_t *)value;
    case VERA_BINDING_U16:
        return *(const uint16_t *)value;
    case VERA_BINDING_U32:
        return *(const uint32_t *)value;
    case VERA_BINDING_U64:
        return saturate(*(const uint64_t *)value);
    default:
        return *(const int64_t *)value;
    }
}
