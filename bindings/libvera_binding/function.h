/* A function of a module: what its manifest says of it, and the call that is
 * prepared from that. */
#ifndef VERA_BINDING_FUNCTION_H
#define VERA_BINDING_FUNCTION_H

#include "library.h"
#include "pool.h"
#include "screen.h"
#include "type.h" /* and libffi's header */

/* What a call reads stands first, and together. */
struct vera_binding_function {
    void (*address)(void); /* null when the function is unavailable */
    uint32_t count;        /* of parameters */
    int32_t result;        /* the type of what it returns */
    bool widened;          /* what it returns is narrower than libffi's result */
    struct vera_screen screen;
    ffi_cif interface;
    ffi_type *natives[vera_check_most_arguments];
    const struct vera_check *checks;
    uint32_t check_count;
    bool present; /* in the library, whether or not it can be called */
    struct vera_binding_description description;
};

/* Resolves the function in the library and prepares its call. What keeps it
 * from being called becomes description.unavailable, and is no failure.
 *
 * function  with the name, symbol, node and parameters of its description
 *
 * Returns VERA_BINDING_OK or VERA_BINDING_MEMORY. */
int32_t vera_function_prepare(struct vera_binding_function *function,
                              const struct vera_library *library, struct vera_pool *pool);

#endif
