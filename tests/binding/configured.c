/* The binding's search once more, with a configured folder that a test can put
 * something into. */
#include "configured.h"

#include "../../bindings/libvera_binding/search.c"
