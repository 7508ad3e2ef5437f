/* Reads a parameter or a result from a manifest. */
#ifndef VERA_BINDING_PARAMETER_H
#define VERA_BINDING_PARAMETER_H

#include "json.h"

/* Reads the type, which must be known before any attribute is read. */
void vera_parameter_read_type(const struct vera_json *at, struct vera_binding_parameter *parameter);

/* Read the attributes. They may name any parameter of the function, so the names and types
 * of all must be known. */
void vera_parameter_read_attributes(const struct vera_json *at,
                                    struct vera_binding_parameter *parameter,
                                    const struct vera_binding_description *function);

void vera_parameter_read_result_attributes(const struct vera_json *at,
                                           struct vera_binding_parameter *result,
                                           const struct vera_binding_description *function);

#endif
