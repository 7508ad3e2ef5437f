/* Turns the description of a function into a prepared call: resolves the symbol, prepares
 * libffi's call interface, and plans the checks (check.c) and the screen (screen.c).
 * All this happens once, so that a call (call.c) need not repeat it. */
#include "function.h"

#include "loader.h"
#include "type.h"

#include <stddef.h>

/* The first parameter, or else the result, whose type this library does not know; null
 * if there is none. */
static const struct vera_binding_parameter *
find_unknown(const struct vera_binding_description *description)
{
    for (uint32_t i = 0; i < description->count; i++) {
        if (description->parameters[i]->type == VERA_BINDING_UNKNOWN) {
            return description->parameters[i];
        }
    }
    return description->result->type == VERA_BINDING_UNKNOWN ? description->result : NULL;
}

/* Explains, in the pool, why a function that the library has cannot be called. Null if
 * there is no memory. */
static const char *explain_unsupported(const struct vera_binding_description *description,
                                       const struct vera_binding_parameter *unknown,
                                       struct vera_pool *pool)
{
    if (description->count > vera_check_most_arguments) {
        return vera_pool_print(pool, "it takes %u parameters, and at most %d can be passed",
                               description->count, (int)vera_check_most_arguments);
    }
    if (unknown == description->result) {
        return vera_pool_print(pool, "it returns '%s', a type that this library does not know",
                               unknown->type_name);
    }
    return vera_pool_print(pool, "parameter '%s' is of type '%s', which this library does not know",
                           unknown->name, unknown->type_name);
}

static bool prepare_interface(struct vera_binding_function *function)
{
    const struct vera_binding_description *description = &function->description;
    for (uint32_t i = 0; i < description->count; i++) {
        function->natives[i] = vera_type_native(description->parameters[i]->type);
    }
    function->count = description->count;
    function->result_type = description->result->type;
    function->widened = vera_type_widened(function->result_type);
    return ffi_prep_cif(&function->interface, FFI_DEFAULT_ABI, function->count,
                        vera_type_native(function->result_type), function->natives) == FFI_OK;
}

/* Prepares the call. Sets the address last, so that a function with an address always
 * has a prepared call. Returns why the function cannot be called; null if it can, or if
 * there is no memory to explain it. */
static const char *prepare_call(struct vera_binding_function *function, void *address,
                                const struct vera_library *library, struct vera_pool *pool)
{
    struct vera_binding_description *description = &function->description;
    const struct vera_binding_parameter *unknown = find_unknown(description);
    if (address == NULL) {
        return vera_pool_print(pool, "%s has no %s at %s", library->file, description->symbol,
                               description->node);
    }
    if (description->count > vera_check_most_arguments || unknown != NULL) {
        return explain_unsupported(description, unknown, pool);
    }
    if (!prepare_interface(function)) {
        return "libffi cannot prepare a call of these types";
    }
    function->address = (void (*)(void))address;
    return NULL;
}

int32_t vera_function_prepare(struct vera_binding_function *function,
                              const struct vera_library *library, struct vera_pool *pool)
{
    struct vera_binding_description *description = &function->description;
    int32_t resolution = 0;
    void *address =
        vera_loader_symbol(library->handle, description->symbol, description->node, &resolution);
    function->present = address != NULL;
    description->unavailable = prepare_call(function, address, library, pool);
    if (function->address == NULL) {
        return description->unavailable != NULL ? VERA_BINDING_OK : VERA_BINDING_MEMORY;
    }
    description->resolution = resolution;
    int32_t code = vera_check_plan(description, pool, &function->checks, &function->check_count);
    if (code == VERA_BINDING_OK) {
        vera_screen_plan(&function->screen, description, function->checks, function->check_count);
    }
    return code;
}
