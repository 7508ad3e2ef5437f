/* What happens around a fork, and to other threads at the end of the program. fork() calls the
 * handlers that are registered here. vfork() and _Fork() call none, and neither does a bare clone:
 * whoever calls those in a threaded program may use the library in the child as little as malloc.
 */
#ifndef VERA_FORK_H
#define VERA_FORK_H

#include <stdbool.h>
#include <stddef.h>

/* How check mode frees a block that waited. */
typedef void vera_fork_free(void *block, size_t size, size_t align);

/* Registers the handlers, unless the system has them already. `free` is null in fast mode. False
 * when there is no memory for that. Not called by two threads at once. */
bool vera_fork_register(vera_fork_free *free);

/* Frees a block, with its size, above 0, for a thread that the gate refused or that has one of the
 * side heap. False, after a report, if the side heap knows that it is misuse. */
bool vera_fork_free_aside(void *block, size_t size, size_t align);

/* The same for what __vera_sys_alloc returned. */
void vera_fork_give_run_aside(void *addr, size_t size, size_t align);

/* At the end of the program: nobody else takes a lock from now on or holds one, as during a fork,
 * so that the calling thread waits for nobody. False, with nothing changed, if that cannot be had:
 * a call has not returned, which a signal handler may have interrupted, or a fork is not over. */
bool vera_fork_exclude_others(void);

/* Takes up what they freed meanwhile, and lets them in again. */
void vera_fork_admit_others(void);

/* What the system calls when a thread ends. */
void vera_fork_end_thread(void);

#endif
