/* How thorough the library is: VERA_MEMORY_MODE is "fast", the default, or "check". It
 * is read once, before the first block.
 */
#ifndef VERA_MODE_H
#define VERA_MODE_H

#include "platform.h"

#include <stdatomic.h>
#include <stdbool.h>

enum vera_mode { VERA_MODE_UNREAD, VERA_MODE_FAST, VERA_MODE_CHECK };

extern atomic_int vera_mode VERA_HIDDEN; /* enum vera_mode */

/* copy_memory, set_memory and zero_memory check every count that is 0 or above this
 * limit: PTRDIFF_MAX in fast mode, otherwise 0. */
extern atomic_size_t vera_mode_bulk_limit VERA_HIDDEN;

void vera_mode_read_setting(void);

/* Neither is true until the setting is read. */
static inline bool vera_mode_is_fast(void)
{
    return atomic_load_explicit(&vera_mode, memory_order_relaxed) == VERA_MODE_FAST;
}

static inline bool vera_mode_is_check(void)
{
    return atomic_load_explicit(&vera_mode, memory_order_relaxed) == VERA_MODE_CHECK;
}

#endif
