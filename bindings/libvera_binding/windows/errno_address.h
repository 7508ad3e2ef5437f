/* The address of the calling thread's errno. The C library is asked each time: the compiler
 * would reach a thread-local variable through a function call too, and the first such call
 * allocates. The last error is left alone. */
#ifndef VERA_BINDING_ERRNO_ADDRESS_H
#define VERA_BINDING_ERRNO_ADDRESS_H

#include <errno.h>

/* The address, or null if the thread must call vera_errno_learn first: never, here. */
static inline int *vera_errno_address(void)
{
    return &errno;
}

static inline int *vera_errno_learn(void)
{
    return &errno;
}

#endif
