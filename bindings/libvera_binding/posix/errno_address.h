/* The address of the calling thread's errno. */
#ifndef VERA_BINDING_ERRNO_ADDRESS_H
#define VERA_BINDING_ERRNO_ADDRESS_H

#include <errno.h>

/* The C library returns the address from a function call, and it never changes for a
 * thread. Keeping it saves that call in every prepared call. Null until
 * vera_errno_learn has run in the thread. */
static __thread int *vera_errno_kept;

/* The address, or null if the thread must call vera_errno_learn first. */
static inline int *vera_errno_address(void)
{
    return vera_errno_kept;
}

static inline int *vera_errno_learn(void)
{
    return vera_errno_kept = &errno;
}

#endif
