/* Forked children, which use what they inherit. */
#ifndef VERA_TESTS_FORKED_H
#define VERA_TESTS_FORKED_H

#include <sys/types.h>

/* Why children of threaded processes cannot be tested here; null if they can. */
const char *forked_skipped(void);

/* Like fork(), but SIGALRM kills a child that takes more than a minute, which counts as a
 * hang. A child of a threaded process uses expect() instead of ck_assert: Check's assertions
 * take a lock. */
pid_t forked_begin(void);

/* Waits for a child and returns its status, as waitpid does. */
int forked_status(pid_t child);

/* Waits for a child and returns its exit status; FORKED_HUNG if a watchdog killed it, -1
 * if another signal did. */
enum { FORKED_HUNG = -2 };
int forked_wait(pid_t child);

#endif
