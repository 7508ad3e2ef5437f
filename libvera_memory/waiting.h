/* What threads freed while the gate refused them, and the caches of those that ended: it waits
 * until somebody may enter and takes it up.
 */
#ifndef VERA_WAITING_H
#define VERA_WAITING_H

#include <stdbool.h>
#include <stddef.h>

/* A block, with the size, above 0, and the alignment, 8 or more, that it was freed with. */
struct vera_waiting {
    void *addr;
    size_t size;
    size_t align; /* or one of the next two; VERA_WAITING_RUN is added for a run */
};
#define VERA_WAITING_SLOT 1u  /* a block of a class, which is `size` - 1, that left a cache */
#define VERA_WAITING_CACHE 2u /* a cache without blocks; `size` is 1 */

#define VERA_WAITING_RUN 4u

/* If there is no memory, it is lost. */
void vera_waiting_add(struct vera_waiting one);

/* Takes one out; false when nothing waits. */
bool vera_waiting_take(struct vera_waiting *one);

/* In a child: what it finds of its parent's waits in it, too. */
void vera_waiting_begin_child(void);

#endif
