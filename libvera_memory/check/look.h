/* At the end of a program: looks for bytes that were written where nobody may write, in and beside
 * freed blocks and beside live ones, while other threads may still allocate and free.
 */
#ifndef VERA_CHECK_LOOK_H
#define VERA_CHECK_LOOK_H

/* Reports what it finds. If another thread forks, it stops: it may not wait for that one. */
void vera_look_at_all(void);

#endif
