/* The built-in functions and their descriptions. They check nothing: vet.c reads
 * the descriptions and refuses a call that would read outside live blocks. */
#include "builtin.h"

#include <string.h>

static void run_byte(const struct vera_binding_value *arguments, struct vera_binding_value *result)
{
    /* Not a u8: a name that is bound to the result can then hold any i64 later. */
    const unsigned char *p = arguments[0].as.ptr;
    result->type = VERA_BINDING_I64;
    result->as.i64 = *p;
}

static void run_equal(const struct vera_binding_value *arguments, struct vera_binding_value *result)
{
    size_t count = (size_t)arguments[2].as.i64;
    result->type = VERA_BINDING_BOOL;
    result->as.boolean = count == 0 || memcmp(arguments[0].as.ptr, arguments[1].as.ptr, count) == 0;
}

static const struct vera_binding_parameter byte_p = {
    .name = "p",
    .type_name = "ptr",
    .type = VERA_BINDING_PTR,
    .attributes = VERA_BINDING_CONST | VERA_BINDING_NONNULL | VERA_BINDING_READS,
    .nonnull = {.parameter = -1, .number = 1},
    .reads = {.parameter = -1, .number = 1},
};

static const struct vera_binding_parameter equal_p = {
    .name = "p",
    .type_name = "ptr",
    .type = VERA_BINDING_PTR,
    .attributes = VERA_BINDING_CONST | VERA_BINDING_NONNULL | VERA_BINDING_READS,
    .nonnull = {.parameter = 2},
    .reads = {.parameter = 2},
};

static const struct vera_binding_parameter equal_q = {
    .name = "q",
    .type_name = "ptr",
    .type = VERA_BINDING_PTR,
    .attributes = VERA_BINDING_CONST | VERA_BINDING_NONNULL | VERA_BINDING_READS,
    .nonnull = {.parameter = 2},
    .reads = {.parameter = 2},
};

static const struct vera_binding_parameter equal_count = {
    .name = "count",
    .type_name = "i64",
    .type = VERA_BINDING_I64,
};

static const struct vera_binding_parameter boolean = {
    .name = "",
    .type_name = "bool",
    .type = VERA_BINDING_BOOL,
};

static const struct vera_binding_parameter integer = {
    .name = "",
    .type_name = "i64",
    .type = VERA_BINDING_I64,
};

static const struct vera_binding_description byte_description = {
    .name = "byte",
    .count = 1,
    .parameters = (const struct vera_binding_parameter *const[]){&byte_p},
    .result = &integer,
};

static const struct vera_binding_description equal_description = {
    .name = "equal",
    .count = 3,
    .parameters = (const struct vera_binding_parameter *const[]){&equal_p, &equal_q, &equal_count},
    .result = &boolean,
};

const struct callee repl_builtins[BUILTIN_COUNT] = {
    {.module = BUILTIN_MODULE, .description = &byte_description, .builtin = run_byte},
    {.module = BUILTIN_MODULE, .description = &equal_description, .builtin = run_equal},
};
