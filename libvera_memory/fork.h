/* What happens around a fork. fork() calls the handlers that are registered here. vfork() and
 * _Fork() call none, and neither does a bare clone: whoever calls those in a threaded program
 * may use the library in the child as little as malloc.
 */
#ifndef VERA_FORK_H
#define VERA_FORK_H

#include <stdbool.h>

/* Registers the handlers, unless the system has them already. False when there is no memory for
 * that. Not called by two threads at once. */
bool vera_fork_register(void);

/* Frees what threads freed while the gate refused them, if it lets the calling thread in. */
void vera_fork_take_up(void);

#endif
