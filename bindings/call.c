/* The three ways to call. Nothing here allocates, locks or writes to what
 * other threads read. */
#include "function.h"

#include "type.h"

#include <errno.h>
#include <stddef.h>

/* Calls, with errno as it was before when it returns. Returns errno as the
 * call left it, from 0. */
static inline int32_t invoke(const struct vera_binding_function *function, void **arguments,
                             void *result)
{
    int *place = &errno;
    int before = *place;
    *place = 0;
    /* libffi does not write to an interface that is prepared. */
    ffi_call((ffi_cif *)&function->interface, function->address, result, arguments);
    int after = *place;
    *place = before;
    return after;
}

int32_t vera_binding_call_raw(const struct vera_binding_function *function, void **arguments,
                              void *result)
{
    if (!function->widened || result == NULL) {
        return invoke(function, arguments, result);
    }
    ffi_arg wide = 0;
    int32_t after = invoke(function, arguments, &wide);
    vera_type_narrow(function->result, wide, result);
    return after;
}

static int32_t refuse_count(const struct vera_binding_function *function, uint32_t count,
                            struct vera_binding_error *error)
{
    const struct vera_binding_description *description = &function->description;
    int32_t code;
    if (function->address == NULL) {
        code = vera_error_set(error, VERA_BINDING_UNAVAILABLE, "%s cannot be called: %s",
                              description->name, description->unavailable);
    } else {
        code = vera_error_set(error, VERA_BINDING_COUNT, "%s takes %u argument%s, and not %u",
                              description->name, function->count, function->count == 1 ? "" : "s",
                              count);
    }
    vera_error_blame(error, description->name, -1);
    return code;
}

static int32_t refuse_type(const struct vera_binding_function *function,
                           const struct vera_binding_value *arguments,
                           struct vera_binding_error *error)
{
    const struct vera_binding_description *description = &function->description;
    int32_t wrong = 0;
    while (arguments[wrong].type == function->types[wrong]) {
        wrong++;
    }
    vera_error_set(error, VERA_BINDING_TYPE, "%s: %s is of type %s, and not %s", description->name,
                   description->parameters[wrong]->name,
                   vera_binding_type_name(function->types[wrong]),
                   vera_binding_type_name(arguments[wrong].type));
    vera_error_blame(error, description->name, wrong);
    return VERA_BINDING_TYPE;
}

/* A result is read through the member of its own type, so libffi may write its
 * wider one over the whole union. */
static void call(const struct vera_binding_function *function, void **arguments,
                 struct vera_binding_value *result, int32_t *call_errno)
{
    struct vera_binding_value value = {.type = function->result, .as.u64 = 0};
    int32_t after = vera_binding_call_raw(function, arguments, &value.as);
    if (result != NULL) {
        *result = value;
    }
    if (call_errno != NULL) {
        *call_errno = after;
    }
}

int32_t vera_binding_call(const struct vera_binding_function *function,
                          const struct vera_binding_value *arguments, uint32_t count,
                          struct vera_binding_value *result, int32_t *call_errno,
                          struct vera_binding_error *error)
{
    if (count != function->count || function->address == NULL) {
        return refuse_count(function, count, error);
    }
    void *places[vera_function_most];
    int32_t difference = 0;
    for (uint32_t i = 0; i < count; i++) {
        difference |= arguments[i].type ^ function->types[i];
        places[i] = (void *)&arguments[i].as;
    }
    if (difference != 0) {
        return refuse_type(function, arguments, error);
    }
    const struct vera_check *failed =
        vera_check_run(function->checks, function->check_count, arguments);
    if (failed != NULL) {
        return vera_check_explain(failed, &function->description, arguments, error);
    }
    call(function, places, result, call_errno);
    return VERA_BINDING_OK;
}

void *vera_binding_address(const struct vera_binding_function *function)
{
    return (void *)function->address;
}
