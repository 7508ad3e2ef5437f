/* Children that are forked, and go on with what they inherit. */
#ifndef VERA_TESTS_FORKED_H
#define VERA_TESTS_FORKED_H

#include <sys/types.h>

/* Forks; the child is killed by SIGALRM when it lasts for a minute, which is a
 * hang. Otherwise like fork(). A child of a threaded process says expect
 * where it would assert: Check's assertions take a lock. */
pid_t forked_begin(void);

/* Waits for a child and returns its status, as waitpid does. */
int forked_status(pid_t child);

/* Waits for a child and returns its exit status; FORKED_HUNG when it was killed for
 * lasting too long, -1 when another signal ended it. */
enum { FORKED_HUNG = -2 };
int forked_wait(pid_t child);

#endif
