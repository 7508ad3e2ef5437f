/* Reading what a function takes and returns from a manifest. */
#ifndef VERA_BINDING_SIGNATURE_H
#define VERA_BINDING_SIGNATURE_H

#include "json.h"

/* Reads "parameters" and "returns".
 *
 * function  with its name; its parameters and its result are filled in, and are
 *           not to be looked at after a complaint */
void vera_signature_read(const struct vera_json *at, struct vera_binding_description *function);

#endif
