/* Starts this program again as a child process, which loads the library anew, and collects
 * its output and how it ended.
 */
#ifndef VERA_TESTS_CHILD_H
#define VERA_TESTS_CHILD_H

#include <stdbool.h>
#include <stddef.h>

struct child {
    int exit_status;   /* -1 if it did not exit */
    unsigned ended_by; /* the signal or exception that ended it, or 0 */
    bool aborted;      /* whether abort() ended it */
    char out[4096];    /* its standard output, truncated to fit */
    char err[1 << 15]; /* its standard error, truncated to fit */
};

/* What a child can do. It is called by name, which has no spaces, with a number. It does
 * not run as a test, so it uses expect() instead of ck_assert. */
struct child_act {
    const char *name;
    int (*act)(size_t argument);
};

/* For suite() to call before anything else. The last of the acts has no name. In a child
 * this does not return: it calls the child's act and exits with its result. */
void child_offer(const struct child_act *acts);

/* Starts a child for one of these acts, with the caller's environment, and waits until it
 * ends. A child that takes more than a minute hangs and is killed. */
void child_run(struct child *child, const char *name, size_t argument);

#endif
