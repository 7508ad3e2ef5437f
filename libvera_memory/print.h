/* Words on standard error. */
#ifndef VERA_PRINT_H
#define VERA_PRINT_H

#include "platform.h"

/* Prints as printf does, but at most 511 bytes, and in one piece. */
VERA_FORMAT(1, 2) void vera_print(const char *format, ...);

#endif
