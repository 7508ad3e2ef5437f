/* Integers are kept as sign and magnitude, because no standard C type holds both the
 * least i64 and the greatest u64. */
#include "value.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The width of an integer type in bits; 0 for other types. */
static unsigned width(int32_t type)
{
    switch (type) {
    case VERA_BINDING_I8:
    case VERA_BINDING_U8:
        return 8;
    case VERA_BINDING_I16:
    case VERA_BINDING_U16:
        return 16;
    case VERA_BINDING_I32:
    case VERA_BINDING_U32:
        return 32;
    case VERA_BINDING_I64:
    case VERA_BINDING_U64:
        return 64;
    default:
        return 0;
    }
}

static bool is_signed(int32_t type)
{
    return type >= VERA_BINDING_I8 && type <= VERA_BINDING_I64;
}

bool repl_value_is_integer(int32_t type)
{
    return width(type) > 0;
}

bool repl_value_is_real(int32_t type)
{
    return type == VERA_BINDING_F32 || type == VERA_BINDING_F64;
}

bool repl_value_converts(int32_t from, int32_t to)
{
    return from == to || (repl_value_is_integer(from) && repl_value_is_integer(to)) ||
           (repl_value_is_real(from) && repl_value_is_real(to));
}

static struct integer from_signed(int64_t number)
{
    return (struct integer){number < 0, number < 0 ? 0 - (uint64_t)number : (uint64_t)number};
}

struct integer repl_value_integer(const struct vera_binding_value *value)
{
    switch (value->type) {
    case VERA_BINDING_I8:
        return from_signed(value->as.i8);
    case VERA_BINDING_I16:
        return from_signed(value->as.i16);
    case VERA_BINDING_I32:
        return from_signed(value->as.i32);
    case VERA_BINDING_U8:
        return (struct integer){false, value->as.u8};
    case VERA_BINDING_U16:
        return (struct integer){false, value->as.u16};
    case VERA_BINDING_U32:
        return (struct integer){false, value->as.u32};
    case VERA_BINDING_U64:
        return (struct integer){false, value->as.u64};
    default:
        return from_signed(value->as.i64);
    }
}

int repl_value_compare(struct integer left, struct integer right)
{
    if (left.negative != right.negative) {
        return left.negative ? -1 : 1;
    }
    int order = (left.magnitude > right.magnitude) - (left.magnitude < right.magnitude);
    return left.negative ? -order : order;
}

/* The greatest magnitude of a type's negative or non-negative values. */
static uint64_t greatest(int32_t type, bool negative)
{
    uint64_t all = UINT64_MAX >> (64 - width(type));
    if (!is_signed(type)) {
        return negative ? 0 : all;
    }
    return all / 2 + negative;
}

/* Stores the low bits. Narrowing is intended: the caller knows that the value fits, or
 * wants only its bits. */
static void store(uint64_t bits, int32_t type, struct vera_binding_value *value)
{
    value->type = type;
    switch (type) {
    case VERA_BINDING_I8:
        value->as.i8 = (int8_t)bits;
        break;
    case VERA_BINDING_I16:
        value->as.i16 = (int16_t)bits;
        break;
    case VERA_BINDING_I32:
        value->as.i32 = (int32_t)bits;
        break;
    case VERA_BINDING_U8:
        value->as.u8 = (uint8_t)bits;
        break;
    case VERA_BINDING_U16:
        value->as.u16 = (uint16_t)bits;
        break;
    case VERA_BINDING_U32:
        value->as.u32 = (uint32_t)bits;
        break;
    case VERA_BINDING_U64:
        value->as.u64 = bits;
        break;
    default:
        value->as.i64 = (int64_t)bits;
        break;
    }
}

bool repl_value_fit(struct integer integer, bool bits, int32_t type,
                    struct vera_binding_value *value, char *sentence, size_t room)
{
    uint64_t limit = bits ? UINT64_MAX >> (64 - width(type)) : greatest(type, integer.negative);
    if (integer.magnitude > limit) {
        const char *sign = is_signed(type) ? "-" : "";
        snprintf(sentence, room, "%s%" PRIu64 " does not fit in %s (%s%" PRIu64 " to %" PRIu64 ")",
                 integer.negative ? "-" : "", integer.magnitude, vera_binding_type_name(type), sign,
                 greatest(type, true), greatest(type, false));
        return false;
    }
    store(integer.negative ? 0 - integer.magnitude : integer.magnitude, type, value);
    return true;
}

static bool to_single(double number, struct vera_binding_value *to, char *sentence, size_t room)
{
    /* Halfway between the greatest f32 and the next power of two. From here on a finite
     * number would be rounded to infinity. */
    const double limit = 0x1.ffffffp127;
    if (isfinite(number) && fabs(number) >= limit) {
        snprintf(sentence, room, "%g does not fit in f32", number);
        return false;
    }
    to->type = VERA_BINDING_F32;
    to->as.f32 = (float)number;
    return true;
}

bool repl_value_convert(const struct vera_binding_value *from, int32_t type,
                        struct vera_binding_value *to, char *sentence, size_t room)
{
    if (from->type == type) {
        *to = *from;
        return true;
    }
    if (type == VERA_BINDING_F32) {
        return to_single(from->as.f64, to, sentence, room);
    }
    if (type == VERA_BINDING_F64) {
        double number = from->as.f32;
        to->type = VERA_BINDING_F64;
        to->as.f64 = number;
        return true;
    }
    return repl_value_fit(repl_value_integer(from), false, type, to, sentence, room);
}

/* Writes the shortest text that reads back as the same number, with a point or an
 * exponent to distinguish it from an integer. */
static void real_text(double number, bool single, char *text)
{
    for (int digits = single ? FLT_DIG : DBL_DIG; digits <= DBL_DECIMAL_DIG; digits++) {
        snprintf(text, VALUE_TEXT_MAX - 2, "%.*g", digits, number);
        double again = strtod(text, NULL);
        if (again == number || (single && (float)again == (float)number) || isnan(number)) {
            break;
        }
    }
    if (strpbrk(text, ".en") == NULL) {
        strcat(text, ".0");
    }
}

void repl_value_text(const struct vera_binding_value *value, char text[VALUE_TEXT_MAX])
{
    if (repl_value_is_integer(value->type)) {
        struct integer integer = repl_value_integer(value);
        snprintf(text, VALUE_TEXT_MAX, "%s%" PRIu64, integer.negative ? "-" : "",
                 integer.magnitude);
    } else if (value->type == VERA_BINDING_BOOL) {
        snprintf(text, VALUE_TEXT_MAX, "%s", value->as.boolean ? "true" : "false");
    } else if (value->type == VERA_BINDING_F32) {
        real_text((double)value->as.f32, true, text);
    } else if (value->type == VERA_BINDING_F64) {
        real_text(value->as.f64, false, text);
    } else if (value->as.ptr == NULL) {
        snprintf(text, VALUE_TEXT_MAX, "null");
    } else {
        snprintf(text, VALUE_TEXT_MAX, "0x%" PRIxPTR, (uintptr_t)value->as.ptr);
    }
}
