/* Whether the process is a forked child that does not know it yet. The library's own handler
 * may not be the first to run in a child: those of the program may, and start threads.
 */
#ifndef VERA_CHILD_H
#define VERA_CHILD_H

#include <stdbool.h>

/* How many forks lie between the first process and this one, from 1. */
unsigned vera_child_generation(void);

/* Before a fork, while nobody else forks: notes which process this is. */
void vera_child_expect(void);

/* If the process is a child of the one noted, and nobody has found that out, it is a new
 * generation, and `begin` is called. Others that come here meanwhile wait, but not a signal handler
 * that has interrupted `begin`. */
void vera_child_notice(void (*begin)(void));

/* The same without a look at the process, whose number may be its parent's, in another namespace.
 */
void vera_child_begin(void (*begin)(void));

/* Whether a signal handler has interrupted the calling thread in `begin`. */
bool vera_child_is_beginning(void);

#endif
