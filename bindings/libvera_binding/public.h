/* The public header, and with it the only functions that this library exports:
 * everything else is hidden by a compiler flag. */
#ifndef VERA_BINDING_PUBLIC_H
#define VERA_BINDING_PUBLIC_H

#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif
#include <vera/binding.h>
#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#endif
