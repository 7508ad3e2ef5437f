/* The binding's search.c compiled again, with a configured folder that a test can fill. */
#include "configured.h"

#include "../../bindings/libvera_binding/search.c"
