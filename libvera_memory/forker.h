/* The threads that fork. Each has an entry from before its fork until after it, in the child too.
 */
#ifndef VERA_FORKER_H
#define VERA_FORKER_H

#include <stdatomic.h>
#include <stdbool.h>

struct vera_forker {
    _Atomic(const void *) thread; /* null in a free entry */
    unsigned generation;          /* of the process that it forks */
    unsigned depth;               /* its fork handlers may fork, too */
    bool quiet;                   /* it has shut the gate and waited until nobody was inside */
};

/* The calling thread's entry, from a generation; null if it has none. */
struct vera_forker *vera_forker_find(unsigned generation);

/* A new one, with depth 0, and not quiet. If too many threads fork, it waits for one of them. */
struct vera_forker *vera_forker_take(unsigned generation);

void vera_forker_give(struct vera_forker *forker);

/* In a child, before anybody forks there: gives back what its parent's threads were taking. */
void vera_forker_begin_child(void);

/* In a child: gives back the entries of other generations, whose threads it does not have. */
void vera_forker_keep_only(unsigned generation);

#endif
