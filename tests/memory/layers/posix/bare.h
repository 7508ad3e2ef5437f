/* Children that are started without the handlers of a fork. Linux alone can do that. */
#ifndef VERA_TESTS_BARE_H
#define VERA_TESTS_BARE_H

#include <sched.h>
#include <signal.h>
#include <sys/types.h>

/* The child ends with the status that `child_does` returns. As fork(), it has no memory in common
 * with its parent. */
static inline pid_t start_bare(int (*child_does)(void *))
{
    static _Alignas(64) char stack[256 << 10];
    return clone(child_does, stack + sizeof stack, SIGCHLD, NULL);
}

#endif
