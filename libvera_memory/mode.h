/* How thorough the library is: VERA_MEMORY_MODE is "fast", the default, or "check". It
 * is read once, before the first block.
 */
#ifndef VERA_MODE_H
#define VERA_MODE_H

#include "platform.h"

#include <stdatomic.h>
#include <stdbool.h>

void vera_mode_read_setting(void);

/* The counts that copy_memory, set_memory and zero_memory do without a look are below
 * this: PTRDIFF_MAX, or 0 in check mode. */
extern atomic_size_t vera_mode_ordinary VERA_HIDDEN;

static inline bool vera_mode_is_check(void)
{
    return atomic_load_explicit(&vera_mode_ordinary, memory_order_relaxed) == 0;
}

#endif
