/* What happens once: in the constructor, or at the first call that needs it if that comes
 * earlier.
 */
#ifndef VERA_START_H
#define VERA_START_H

#include "mode.h"

/* Reads the settings and registers the fork handlers, or waits until another thread has done so.
 * If what the system does for that calls the library again, such a call goes on at once. False
 * when there is no memory; then nobody has a block yet, and the next call tries again. Later
 * calls cost one load. */
bool vera_start(void);

/* Whether the library is in check mode; starts it if nothing has yet. */
static inline bool vera_start_is_check(void)
{
    if (__builtin_expect(atomic_load_explicit(&vera_mode, memory_order_relaxed) == VERA_MODE_FAST,
                         1)) {
        return false;
    }
    vera_start();
    return vera_mode_is_check();
}

#endif
