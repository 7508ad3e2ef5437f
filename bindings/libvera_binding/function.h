/* A function of a module: its description from the manifest, and the call that is
 * prepared from it. manifest.c fills in the description, function.c the rest. */
#ifndef VERA_BINDING_FUNCTION_H
#define VERA_BINDING_FUNCTION_H

#include "library.h"
#include "pool.h"
#include "screen.h"
#include "type.h" /* and libffi's header */

/* The members that a call reads come first, close together. */
struct vera_binding_function {
    void (*address)(void); /* null when the function is unavailable */
    uint32_t count;        /* the number of parameters */
    int32_t result_type;
    bool widened; /* libffi returns the result in a wider type */
    struct vera_screen screen;
    ffi_cif interface;
    ffi_type *natives[vera_check_most_arguments];
    const struct vera_check *checks;
    uint32_t check_count;
    bool present; /* the library has the symbol, even if it cannot be called */
    struct vera_binding_description description;
};

/* Resolves the function in the library and prepares its call. If it cannot be called,
 * the reason becomes description.unavailable; that is not a failure.
 *
 * function  its description has a name, symbol, node, parameters and result
 *
 * Returns VERA_BINDING_OK or VERA_BINDING_MEMORY. */
int32_t vera_function_prepare(struct vera_binding_function *function,
                              const struct vera_library *library, struct vera_pool *pool);

#endif
