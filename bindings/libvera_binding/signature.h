/* Reads what a function takes and returns from a manifest. */
#ifndef VERA_BINDING_SIGNATURE_H
#define VERA_BINDING_SIGNATURE_H

#include "json.h"

/* Reads "parameters" and "returns".
 *
 * function  has its name; its parameters and its result are filled in, and are not valid
 *           after an error */
void vera_signature_read(const struct vera_json *at, struct vera_binding_description *function);

#endif
