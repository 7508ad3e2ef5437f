/* The mode, and the limit that follows from it. */
#include "mode.h"

#include "setting.h"

#include <stdint.h>

atomic_int vera_mode = VERA_MODE_UNREAD;
atomic_size_t vera_mode_bulk_limit;

void vera_mode_read_setting(void)
{
    bool check = vera_setting_is("VERA_MEMORY_MODE", "check", "fast");
    if (!check) {
        atomic_store_explicit(&vera_mode_bulk_limit, PTRDIFF_MAX, memory_order_relaxed);
    }
    atomic_store_explicit(&vera_mode, check ? VERA_MODE_CHECK : VERA_MODE_FAST,
                          memory_order_relaxed);
}
