/* A child process: what it says, and how it ends. */
#ifndef VERA_TESTS_CHILD_H
#define VERA_TESTS_CHILD_H

#include <sys/types.h>

struct child {
    int exit_status; /* -1 when a signal ended it */
    int signal;      /* that did, or 0 */
    char out[4096];  /* what came on standard output, cut to this */
    char err[4096];  /* and on standard error */
};

/* Forks, and has the child call `act`, whose result is its exit status. Both
 * streams are read until they end. */
void child_run(struct child *child, int (*act)(const void *), const void *argument);

/* Forks; the child is killed by SIGALRM when it lasts for a minute, which is a
 * hang. Otherwise like fork(). A child of a threaded process says expect
 * where it would assert: Check's assertions take a lock. */
pid_t child_fork(void);

/* Waits for a child and returns its exit status; CHILD_HUNG when it was killed for
 * lasting too long, -1 when another signal ended it. */
enum { CHILD_HUNG = -2 };
int child_wait(pid_t child);

#endif
