/* What happens once: in the constructor, or at the first call that needs it if that comes
 * earlier.
 */
#ifndef VERA_START_H
#define VERA_START_H

#include <stdbool.h>

/* Reads the settings and registers the fork handlers, or waits until another thread has done so.
 * If what the system does for that calls the library again, such a call goes on at once. False
 * when there is no memory; then nobody has a block yet, and the next call tries again. Later
 * calls cost one load. */
bool vera_start(void);

#endif
