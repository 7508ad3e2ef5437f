/* What a call leaves of its failure: errno, and the last error, which nothing here
 * touches. Where errno is, the C library is asked each time: the compiler reaches a
 * variable of the thread's own by a call, too, which allocates the first time. */
#ifndef VERA_BINDING_LAST_H
#define VERA_BINDING_LAST_H

#include <errno.h>

/* Where the calling thread's errno is; null when vera_last_learn has to find out. */
static inline int *vera_last_place(void)
{
    return &errno;
}

static inline int *vera_last_learn(void)
{
    return &errno;
}

#endif
