/* What a call leaves of its failure: errno, and the last error, which nothing here
 * touches. A variable of the thread's own would: the compiler reaches one through
 * TlsGetValue, which clears the last error, and through malloc the first time. To
 * ask the C library costs less and does neither. */
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
