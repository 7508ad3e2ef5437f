/* What threads freed while the gate refused them, and the caches of those that ended: it waits
 * until somebody may enter and takes it up.
 */
#ifndef VERA_WAITING_H
#define VERA_WAITING_H

#include <stdbool.h>
#include <stddef.h>

enum vera_waiting_kind {
    VERA_WAITING_BLOCK, /* with the size and the alignment that it was freed with */
    VERA_WAITING_RUN,   /* the same */
    VERA_WAITING_SLOT,  /* a block that left a cache; `size` is its class and 1 */
    VERA_WAITING_CACHE  /* without blocks; `size` is 1 */
};

struct vera_waiting {
    void *addr;
    size_t size;  /* above 0 */
    size_t align; /* VERA_CLASS_MIN_ALIGN or more */
    enum vera_waiting_kind kind;
};

/* If there is no memory, it is lost. */
void vera_waiting_add(struct vera_waiting one);

/* Takes one out; false when nothing waits. */
bool vera_waiting_take(struct vera_waiting *one);

/* In a child: what it finds of its parent's waits in it, too. */
void vera_waiting_begin_child(void);

#endif
