/* What Windows says of a failure. */
#ifndef VERA_WINDOWS_FAILURE_H
#define VERA_WINDOWS_FAILURE_H

#include <stddef.h>

/* Sets errno to what comes nearest to the last error. */
void vera_failure_set_errno(void);

/* The system's own sentence about the last error, in UTF-8, without the end that it
 * has for a line of its own. */
void vera_failure_explain(char *reason, size_t size);

#endif
