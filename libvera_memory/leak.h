/* In check mode the end of the program says what was not freed: a line for each place
 * that it was allocated at, and one for all. A forked child speaks of its own blocks
 * alone.
 */
#ifndef VERA_LEAK_H
#define VERA_LEAK_H

/* Says so. Nothing where nothing is live, and outside check mode. */
void vera_leak_report(void);

#endif
