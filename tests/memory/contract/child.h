/* A child process: this program begun anew, so that the library is loaded anew too; what
 * it says, and how it ends.
 */
#ifndef VERA_TESTS_CHILD_H
#define VERA_TESTS_CHILD_H

#include <stdbool.h>
#include <stddef.h>

struct child {
    int exit_status;   /* -1 when something else ended it */
    unsigned ended_by; /* the signal or exception that did, or 0 */
    bool aborted;      /* which was abort()'s */
    char out[4096];    /* what came on standard output, cut to this */
    char err[4096];    /* and on standard error */
};

/* What a child may be begun for: by name, without spaces, and with a number. It is no
 * test, so it says expect where it would assert. */
struct child_act {
    const char *name;
    int (*act)(size_t argument);
};

/* For suite() to call ahead of all else, with acts of which the last has no name. In a
 * child it does not return: it exits with what the child's act returns. */
void child_offer(const struct child_act *acts);

/* Begins a child for one of these, with the caller's environment, and waits for its end,
 * for a minute at most: then it is ended, which is a hang. */
void child_run(struct child *child, const char *name, size_t argument);

#endif
