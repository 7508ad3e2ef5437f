/* The mode, in the one form that each place needs. */
#include "mode.h"

#include "setting.h"

#include <stdint.h>

atomic_size_t vera_mode_ordinary = PTRDIFF_MAX;

void vera_mode_read_setting(void)
{
    if (vera_setting_is("VERA_MEMORY_MODE", "check", "fast")) {
        atomic_store_explicit(&vera_mode_ordinary, 0, memory_order_relaxed);
    }
}
