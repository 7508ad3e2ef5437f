/* The public header. Its functions are the only ones that this library exports; a compiler
 * flag hides all others. */
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
