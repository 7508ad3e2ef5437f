/* The gate to everything that threads share: the layers below a thread's cache.
 *
 * A fork copies the process page by page, at a moment that only one thread knows. So before a
 * fork that thread shuts the gate and waits until nobody is inside: then no lock is held, and
 * no record is half changed. Until the fork is over it alone may enter. The others are refused,
 * and must not wait, because fork handlers of the program may wait for them.
 *
 * Inside, nothing may wait for the program or call it: no message is written, which may go to a
 * full pipe, and no function of another library is called that may allocate or lock.
 */
#ifndef VERA_GATE_H
#define VERA_GATE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a thread has while it is inside. */
struct vera_pass {
    atomic_uintptr_t *count; /* that it is counted in; null if it was refused */
    uintptr_t weight;        /* what it added there */
};

static inline bool vera_pass_is_good(struct vera_pass pass)
{
    return pass.count != NULL;
}

/* Notes that the calling thread uses the library. */
void vera_gate_come(void);

/* Whether another thread than the calling one ever has, in this process. */
bool vera_gate_is_shared(void);

/* Lets the calling thread in, which is not inside, or refuses it. */
struct vera_pass vera_gate_enter(void);

/* Lets it out again; does nothing if it was refused. */
static inline void vera_gate_leave(struct vera_pass pass)
{
    if (pass.count != NULL) {
        atomic_fetch_sub_explicit(pass.count, pass.weight, memory_order_release);
    }
}

/* Whether a thread forks. */
bool vera_gate_is_shut(void);

/* Whether it is shut for good: in a child whose parent forked while somebody was inside. */
bool vera_gate_is_lost(void);

/* Whether somebody is inside. */
bool vera_gate_is_used(void);

/* Before a fork: shuts the gate for all other threads, and waits until nobody is inside. May
 * come again before vera_gate_open, from this thread, whose fork handlers fork, and from others:
 * while several threads fork, nobody may enter. */
void vera_gate_shut(void);

/* At the end of the program: shuts it for all other threads, after a while in which others may
 * end their forks and leave. False, with nothing changed, if somebody stays inside: the calling
 * thread itself, if it is in a signal handler that interrupted it there, or one that was stopped.
 */
bool vera_gate_shut_at_end(void);

/* After that or a fork, in the parent, and in the child. */
void vera_gate_open(void);
void vera_gate_open_in_child(void);

#endif
