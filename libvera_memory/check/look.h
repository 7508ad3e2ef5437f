/* At the end of a program: looks for bytes that were written where nobody may write, in and beside
 * freed blocks and beside live ones. Other threads that allocate and free meanwhile get blocks from
 * the side heap.
 */
#ifndef VERA_CHECK_LOOK_H
#define VERA_CHECK_LOOK_H

/* Reports what it finds. It waits for nobody who may not go on: if a call does not return, which
 * the end of the program may have interrupted, or another thread forks, it prints that it did not
 * look at everything. */
void vera_look_at_all(void);

#endif
