/* What is done once, by the constructor or at the first call that needs it,
 * whichever comes first. No memory is taken.
 */
#ifndef VERA_START_H
#define VERA_START_H

/* Reads the settings and registers the fork handlers. Costs one load when that
 * was done. */
void vera_start(void);

#endif
