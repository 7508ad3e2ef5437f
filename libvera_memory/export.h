/* The public declarations, visible from outside; the rest of the library is compiled as
 * hidden.
 */
#ifndef VERA_EXPORT_H
#define VERA_EXPORT_H

#pragma GCC visibility push(default)
#include <vera/memory.h>
#pragma GCC visibility pop

#endif
