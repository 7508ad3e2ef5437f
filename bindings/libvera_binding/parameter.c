/* Reads a parameter or a result from a manifest: its type and its attributes. signature.c
 * decides when. */
#include "parameter.h"

#include "type.h"

#include <string.h>

void vera_parameter_read_type(const struct vera_json *at, struct vera_binding_parameter *parameter)
{
    vera_json_expect_object(at);
    parameter->type_name = vera_json_string(at, "type");
    parameter->type = vera_type_find(parameter->type_name);
}

/* The member for an attribute, which only a pointer may have, or a type that this library
 * does not know. */
static struct vera_json find_attribute(const struct vera_json *at, const char *key,
                                       const struct vera_binding_parameter *parameter)
{
    struct vera_json member = vera_json_member(at, key);
    if (member.value != NULL && parameter->type != VERA_BINDING_PTR &&
        parameter->type != VERA_BINDING_UNKNOWN) {
        vera_json_refuse(&member, VERA_BINDING_MANIFEST, "\"%s\" is for a ptr, not for %s", key,
                         parameter->type_name);
    }
    return member;
}

static void read_flag(const struct vera_json *at, const char *key,
                      struct vera_binding_parameter *parameter, uint32_t attribute)
{
    find_attribute(at, key, parameter);
    if (vera_json_flag(at, key)) {
        parameter->attributes |= attribute;
    }
}

/* The position of the parameter that a string names; -1, and an error, if there is none. */
static int32_t find_parameter(const struct vera_json *at,
                              const struct vera_binding_description *function)
{
    const char *name = json_string_value(at->value);
    for (uint32_t i = 0; i < function->count; i++) {
        if (strcmp(function->parameters[i]->name, name) == 0) {
            return (int32_t)i;
        }
    }
    vera_json_refuse(at, VERA_BINDING_MANIFEST, "%s has no parameter '%s'", function->name, name);
    return -1;
}

/* An amount is the value of an integer parameter. An unknown type may be one, and the
 * function cannot be called anyway. */
static int32_t find_amount(const struct vera_json *at,
                           const struct vera_binding_description *function)
{
    int32_t position = find_parameter(at, function);
    if (position >= 0) {
        const struct vera_binding_parameter *named = function->parameters[position];
        if (!vera_type_is_integer(named->type) && named->type != VERA_BINDING_UNKNOWN) {
            vera_json_refuse(at, VERA_BINDING_MANIFEST,
                             "'%s' is %s, but an amount must be an integer", named->name,
                             named->type_name);
        }
    }
    return position;
}

static struct vera_binding_amount read_amount(const struct vera_json *at,
                                              const struct vera_binding_description *function)
{
    struct vera_binding_amount amount = {.parameter = -1, .number = 0};
    if (json_is_string(at->value)) {
        amount.parameter = find_amount(at, function);
    } else if (json_is_integer(at->value) && json_integer_value(at->value) >= 0) {
        amount.number = json_integer_value(at->value);
    } else if (at->value != NULL) {
        vera_json_refuse(at, VERA_BINDING_MANIFEST,
                         "\"%s\" must be a parameter's name or a number of bytes", at->key);
    }
    return amount;
}

/* Reads an attribute whose value is an amount. */
static void read_range(const struct vera_json *at, const char *key,
                       struct vera_binding_parameter *parameter, uint32_t attribute,
                       struct vera_binding_amount *amount,
                       const struct vera_binding_description *function)
{
    struct vera_json member = find_attribute(at, key, parameter);
    if (member.value != NULL) {
        parameter->attributes |= attribute;
        *amount = read_amount(&member, function);
    }
}

static struct vera_json require_amount(const struct vera_json *block, const char *key)
{
    struct vera_json member = vera_json_member(block, key);
    if (member.value == NULL) {
        vera_json_refuse(block, VERA_BINDING_MANIFEST, "\"%s\" is missing", key);
    }
    return member;
}

/* Reads an attribute that describes a block: its size and its alignment. */
static void read_block(const struct vera_json *at, const char *key,
                       struct vera_binding_parameter *parameter, uint32_t attribute,
                       const struct vera_binding_description *function)
{
    if (find_attribute(at, key, parameter).value == NULL) {
        return;
    }
    struct vera_json block = vera_json_object(at, key);
    struct vera_json size = require_amount(&block, "size");
    struct vera_json align = require_amount(&block, "align");
    parameter->attributes |= attribute;
    parameter->size = read_amount(&size, function);
    parameter->align = read_amount(&align, function);
    int64_t number = parameter->align.number;
    if (parameter->align.parameter < 0 && (number <= 0 || (number & (number - 1)) != 0)) {
        vera_json_refuse(&align, VERA_BINDING_MANIFEST, "an alignment must be a power of two");
    }
}

static void read_disjoint(const struct vera_json *at, struct vera_binding_parameter *parameter,
                          const struct vera_binding_description *function)
{
    struct vera_json member = find_attribute(at, "disjoint", parameter);
    if (member.value == NULL) {
        return;
    }
    if (!json_is_string(member.value)) {
        vera_json_refuse(&member, VERA_BINDING_MANIFEST, "\"disjoint\" must be a parameter's name");
        return;
    }
    parameter->attributes |= VERA_BINDING_DISJOINT;
    parameter->disjoint = find_parameter(&member, function);
    if (parameter->disjoint < 0) {
        return;
    }
    const struct vera_binding_parameter *other = function->parameters[parameter->disjoint];
    if (other == parameter ||
        (other->type != VERA_BINDING_PTR && other->type != VERA_BINDING_UNKNOWN)) {
        vera_json_refuse(&member, VERA_BINDING_MANIFEST, "'%s' is not another ptr", other->name);
    }
}

void vera_parameter_read_attributes(const struct vera_json *at,
                                    struct vera_binding_parameter *parameter,
                                    const struct vera_binding_description *function)
{
    read_flag(at, "const", parameter, VERA_BINDING_CONST);
    read_range(at, "nonnull", parameter, VERA_BINDING_NONNULL, &parameter->nonnull, function);
    read_range(at, "reads", parameter, VERA_BINDING_READS, &parameter->reads, function);
    read_range(at, "writes", parameter, VERA_BINDING_WRITES, &parameter->writes, function);
    read_block(at, "consumes", parameter, VERA_BINDING_CONSUMES, function);
    read_disjoint(at, parameter, function);
}

void vera_parameter_read_result_attributes(const struct vera_json *at,
                                           struct vera_binding_parameter *result,
                                           const struct vera_binding_description *function)
{
    read_flag(at, "const", result, VERA_BINDING_CONST);
    read_flag(at, "nullable", result, VERA_BINDING_NULLABLE);
    read_block(at, "owned", result, VERA_BINDING_OWNED, function);
}
