/* Reading a parameter or a result, with its attributes, from a manifest. */
#ifndef VERA_BINDING_PARAMETER_H
#define VERA_BINDING_PARAMETER_H

#include "json.h"

/* Reads the type, and with it whatever can be read before all the parameters'
 * names are known. */
void vera_parameter_read_type(const struct vera_json *at, struct vera_binding_parameter *parameter);

/* Reads the attributes, which may name any parameter of the function. */
void vera_parameter_read_attributes(const struct vera_json *at,
                                    struct vera_binding_parameter *parameter,
                                    const struct vera_binding_description *function);

/* The same for a result. */
void vera_parameter_read_result_attributes(const struct vera_json *at,
                                           struct vera_binding_parameter *result,
                                           const struct vera_binding_description *function);

#endif
