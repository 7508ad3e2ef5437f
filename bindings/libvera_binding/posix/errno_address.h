/* What a call leaves of its failure: errno. */
#ifndef VERA_BINDING_ERRNO_ADDRESS_H
#define VERA_BINDING_ERRNO_ADDRESS_H

#include <errno.h>

/* Where errno is, which stays the same for a thread: the C library tells it by a
 * call, and that is a part of a prepared call that can be saved. Null until it is
 * asked. */
static __thread int *vera_errno_kept;

/* Where the calling thread's errno is; null when vera_errno_learn has to find out. */
static inline int *vera_errno_address(void)
{
    return vera_errno_kept;
}

static inline int *vera_errno_learn(void)
{
    return vera_errno_kept = &errno;
}

#endif
