/* What a call leaves of its failure: errno. */
#ifndef VERA_BINDING_LAST_H
#define VERA_BINDING_LAST_H

#include <errno.h>

/* Where errno is, which stays the same for a thread: the C library tells it by a
 * call, and that is a part of a prepared call that can be saved. Null until it is
 * asked. */
static __thread int *vera_last_kept;

/* Where the calling thread's errno is; null when vera_last_learn has to find out. */
static inline int *vera_last_place(void)
{
    return vera_last_kept;
}

static inline int *vera_last_learn(void)
{
    return vera_last_kept = &errno;
}

#endif
