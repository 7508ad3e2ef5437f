/* What a call leaves of its failure: errno, and the last error, which nothing here
 * touches. Where errno is, the C library is asked each time: the compiler reaches a
 * variable of the thread's own by a call, too, which allocates the first time. */
#ifndef VERA_BINDING_ERRNO_ADDRESS_H
#define VERA_BINDING_ERRNO_ADDRESS_H

#include <errno.h>

/* Where the calling thread's errno is; null when vera_errno_learn has to find out. */
static inline int *vera_errno_address(void)
{
    return &errno;
}

static inline int *vera_errno_learn(void)
{
    return &errno;
}

#endif
