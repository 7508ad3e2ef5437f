/* The three ways to call a prepared function: vera_binding_call checks tagged values and
 * calls, vera_binding_call_raw calls without a check, and vera_binding_address leaves the
 * call to the caller. The first two meet in call_prepared, and ffi_call is in invoke.
 *
 * Nothing here allocates, locks or writes to what other threads read. What a call reads
 * was computed when the module was opened (function.c). */
#include "function.h"

#include "errno_address.h"
#include "type.h"

#include <stddef.h>

/* For code that a valid call never reaches. */
#define COLD __attribute__((noinline, cold))

/* Clears errno, calls, and returns errno. `result` has room for what libffi returns, which
 * may be wider than the type. */
static inline int32_t invoke(const struct vera_binding_function *function, void **arguments,
                             void *result, int *errno_address)
{
    *errno_address = 0;
    /* libffi does not write to a prepared interface. */
    ffi_call((ffi_cif *)&function->interface, function->address, result, arguments);
    return *errno_address;
}

static int32_t invoke_widened(const struct vera_binding_function *function, void **arguments,
                              void *result, int *errno_address)
{
    ffi_arg wide = 0;
    int32_t after = invoke(function, arguments, &wide, errno_address);
    if (result != NULL) {
        vera_type_narrow(function->result_type, wide, result);
    }
    return after;
}

/* A thread's first call, and every call whose result libffi widens. Inlined, it would make
 * the other calls keep more registers. */
__attribute__((noinline)) static int32_t call_apart(const struct vera_binding_function *function,
                                                    void **arguments, void *result)
{
    int *errno_address = vera_errno_learn();
    return function->widened ? invoke_widened(function, arguments, result, errno_address)
                             : invoke(function, arguments, result, errno_address);
}

/* Calls, and returns the errno of the call. `result` has room for a value of its own type,
 * or is null. */
static inline int32_t call_prepared(const struct vera_binding_function *function, void **arguments,
                                    void *result)
{
    int *errno_address = vera_errno_address();
    if (__builtin_expect(function->widened || errno_address == NULL, 0)) {
        return call_apart(function, arguments, result);
    }
    return invoke(function, arguments, result, errno_address);
}

int32_t vera_binding_call_raw(const struct vera_binding_function *function, void **arguments,
                              void *result)
{
    return call_prepared(function, arguments, result);
}

/* Refuses a call before it looks at the arguments: the function is unavailable, or their
 * number is wrong. */
COLD static int32_t refuse_call(const struct vera_binding_function *function, uint32_t count,
                                struct vera_binding_error *error)
{
    const struct vera_binding_description *description = &function->description;
    int32_t code;
    if (function->address == NULL) {
        code = vera_error_set(error, VERA_BINDING_UNAVAILABLE, "%s cannot be called: %s",
                              description->name, description->unavailable);
    } else {
        code = vera_error_set(error, VERA_BINDING_COUNT, "%s takes %u argument%s, not %u",
                              description->name, function->count, function->count == 1 ? "" : "s",
                              count);
    }
    vera_error_blame(error, description->name, -1);
    return code;
}

static int32_t refuse_type(const struct vera_binding_function *function, int32_t argument,
                           int32_t type, struct vera_binding_error *error)
{
    const struct vera_binding_description *description = &function->description;
    const struct vera_binding_parameter *parameter = description->parameters[argument];
    vera_error_set(error, VERA_BINDING_TYPE, "%s: %s must be of type %s, not %s", description->name,
                   parameter->name, parameter->type_name, vera_binding_type_name(type));
    vera_error_blame(error, description->name, argument);
    return VERA_BINDING_TYPE;
}

/* Decides on a call that the screen suspects: VERA_BINDING_OK when it is valid after all. */
COLD static int32_t examine(const struct vera_binding_function *function,
                            const struct vera_binding_value *arguments,
                            struct vera_binding_error *error)
{
    const struct vera_binding_description *description = &function->description;
    for (uint32_t i = 0; i < function->count; i++) {
        if (arguments[i].type != description->parameters[i]->type) {
            return refuse_type(function, (int32_t)i, arguments[i].type, error);
        }
    }
    const struct vera_check *failed =
        vera_check_find_failed(function->checks, function->check_count, arguments);
    return failed == NULL ? VERA_BINDING_OK
                          : vera_check_explain(failed, description, arguments, error);
}

int32_t vera_binding_call(const struct vera_binding_function *function,
                          const struct vera_binding_value *arguments, uint32_t count,
                          struct vera_binding_value *result, int32_t *call_errno,
                          struct vera_binding_error *error)
{
    if (function->address == NULL || count != function->count) {
        return refuse_call(function, count, error);
    }
    void *pointers[vera_check_most_arguments];
    if (vera_screen_suspects(&function->screen, arguments, count, pointers)) {
        int32_t code = examine(function, arguments, error);
        if (code != VERA_BINDING_OK) {
            return code;
        }
    }
    struct vera_binding_value value;
    value.as.u64 = 0;
    int32_t after = call_prepared(function, pointers, &value.as);
    /* Member by member: a copy of the whole structure would load at once what was just
     * stored in two parts, and the processor would wait for both. */
    if (result != NULL) {
        result->type = function->result_type;
        result->as = value.as;
    }
    if (call_errno != NULL) {
        *call_errno = after;
    }
    return VERA_BINDING_OK;
}

void *vera_binding_address(const struct vera_binding_function *function)
{
    return (void *)function->address;
}
